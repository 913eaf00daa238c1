package dev.lathe.cuda.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/// Small pieces of device memory that single kernel calls use, kept between calls: the smallest that fits is taken. Apart
/// from the slabs, which a call of four bytes would take from the step that it belongs to.
///
/// Sizes are powers of two, so that however sizes vary few pieces are kept. Under the lock of the memory, which may ask for
/// them back.
final class CudaScratchPool {
    private static final long SMALLEST = 4096;

    private final DeviceMemory memory;
    private final TreeMap<Long, Deque<Long>> free = new TreeMap<>();

    record Piece(long address, long bytes) {}

    public CudaScratchPool(DeviceMemory memory) {
        this.memory = memory;
    }

    Piece take(long atLeast, String owner) {
        synchronized (memory) {
            var fitting = free.ceilingEntry(atLeast);
            if (fitting == null) {
                long bytes = rounded(atLeast);
                return new Piece(memory.allocate(bytes, owner), bytes);
            }
            long address = fitting.getValue().pop();
            if (fitting.getValue().isEmpty()) {
                free.remove(fitting.getKey());
            }
            return new Piece(address, fitting.getKey());
        }
    }

    /// Work that uses the piece may still wait for its turn.
    void give(Piece piece) {
        synchronized (memory) {
            free.computeIfAbsent(piece.bytes, size -> new ArrayDeque<>()).push(piece.address);
        }
    }

    /// Gives all memory that no call has back to the driver.
    void close() {
        synchronized (memory) {
            free.values().forEach(addresses -> addresses.forEach(memory::free));
            free.clear();
        }
    }

    private static long rounded(long bytes) {
        return Math.max(SMALLEST, Long.highestOneBit(2 * bytes - 1));
    }
}
