package dev.lathe.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Large pieces of device memory that regions carve their buffers from, kept between regions.
///
/// A region that needed several slabs leaves one of their joint size, so the next of its kind, and any smaller one,
/// asks the driver for nothing.
final class SlabPool {
    private final DeviceMemory memory;
    private final List<Slab> free = new ArrayList<>();

    record Slab(long address, long bytes) {}

    SlabPool(DeviceMemory memory) {
        this.memory = memory;
    }

    /// The largest free slab of at least `atLeast` bytes, else a new one of `preferred`.
    synchronized Slab take(long atLeast, long preferred, String owner) {
        var fitting = free.stream().filter(s -> s.bytes >= atLeast).max(Comparator.comparingLong(Slab::bytes));
        if (fitting.isPresent()) {
            free.remove(fitting.get());
            return fitting.get();
        }
        return grow(Math.max(atLeast, preferred), owner);
    }

    /// Takes back the slabs of one region.
    synchronized void give(List<Slab> slabs, String owner) {
        if (slabs.size() == 1) {
            free.addAll(slabs);
        } else {
            long total = 0;
            for (Slab slab : slabs) {
                memory.free(slab.address);
                total += slab.bytes;
            }
            free.add(grow(total, owner));
        }
    }

    /// Gives all memory back to the driver.
    synchronized void close() {
        free.forEach(slab -> memory.free(slab.address));
        free.clear();
    }

    private Slab grow(long bytes, String owner) {
        return new Slab(memory.allocate(bytes, owner), bytes);
    }
}
