package dev.lathe.cuda.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/// Large pieces of device memory that regions carve their buffers from, kept between regions.
///
/// A region that needed several new slabs gives them back, and the next one gets a slab of their joint size. A joint slab is
/// not joined again: what is added to it later stays beside it. So a third region of a kind, and any smaller one, asks the
/// driver for nothing. Under the lock of the memory, which may ask for slabs back.
final class CudaSlabPool {
    private final DeviceMemory memory;
    private final List<Slab> free = new ArrayList<>();
    /// Sizes of joint slabs that are still to be made, the largest first.
    private final PriorityQueue<Long> wanted = new PriorityQueue<>(Comparator.reverseOrder());

    /// @param joint whether it stands for several
    record Slab(long address, long bytes, boolean joint) {}

    public CudaSlabPool(DeviceMemory memory) {
        this.memory = memory;
    }

    /// The largest free slab if it has `atLeast` bytes, else a new one of `preferred`, or of fewer where memory is short.
    Slab take(long atLeast, long preferred, String owner) {
        synchronized (memory) {
            var largest = free.stream().max(Comparator.comparingLong(Slab::bytes)).filter(s -> s.bytes >= atLeast);
            if (largest.isPresent()) {
                free.remove(largest.get());
                return largest.get();
            }
            boolean joint = !wanted.isEmpty();
            long bytes = Math.max(atLeast, Math.max(preferred, joint ? wanted.poll() : 0));
            OptionalLong address = memory.tryToAllocate(bytes, owner);
            return address.isPresent()
                    ? new Slab(address.getAsLong(), bytes, joint)
                    : new Slab(memory.allocate(atLeast, owner), atLeast, false);
        }
    }

    /// Takes back the slabs of one region.
    void give(List<Slab> slabs) {
        synchronized (memory) {
            if (slabs.size() == 1 || slabs.stream().anyMatch(Slab::joint)) {
                free.addAll(slabs);
                return;
            }
            long together = 0;
            for (Slab slab : slabs) {
                memory.free(slab.address);
                together += slab.bytes;
            }
            wanted.add(together);
        }
    }

    /// Gives all memory that no region has back to the driver.
    void close() {
        synchronized (memory) {
            free.forEach(slab -> memory.free(slab.address));
            free.clear();
        }
    }
}
