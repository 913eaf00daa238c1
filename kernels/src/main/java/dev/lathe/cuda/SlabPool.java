package dev.lathe.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Large pieces of device memory that regions carve their buffers from, kept between regions.
///
/// A region that needed several slabs makes the next one be of their joint size, so a third of its kind, and any
/// smaller one, asks the driver for nothing. Under the lock of the memory, which may ask for slabs back.
final class SlabPool {
    private final DeviceMemory memory;
    private final List<Slab> free = new ArrayList<>();
    private long wanted;

    record Slab(long address, long bytes) {}

    SlabPool(DeviceMemory memory) {
        this.memory = memory;
        memory.whenShort(this::close);
    }

    /// The largest free slab of at least `atLeast` bytes, else a new one of `preferred`.
    Slab take(long atLeast, long preferred, String owner) {
        synchronized (memory) {
            var fitting = free.stream().filter(s -> s.bytes >= atLeast).max(Comparator.comparingLong(Slab::bytes));
            if (fitting.isPresent()) {
                free.remove(fitting.get());
                return fitting.get();
            }
            long bytes = Math.max(atLeast, Math.max(preferred, wanted));
            wanted = 0;
            return new Slab(memory.allocate(bytes, owner), bytes);
        }
    }

    /// Takes back the slabs of one region. Several are given back, and one of their joint size is taken next time.
    void give(List<Slab> slabs) {
        synchronized (memory) {
            if (slabs.size() == 1) {
                free.addAll(slabs);
                return;
            }
            wanted = 0;
            for (Slab slab : slabs) {
                memory.free(slab.address);
                wanted += slab.bytes;
            }
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
