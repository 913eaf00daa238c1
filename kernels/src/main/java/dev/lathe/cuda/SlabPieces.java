package dev.lathe.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pieces of slabs from front to back; pieces given back early serve again for the same size.
final class SlabPieces implements Pieces {
    private static final long FIRST_SLAB = 1 << 21;
    private static final long LARGEST_GROWTH = 1L << 30;
    private static final long ALIGNMENT = 256;

    private final SlabPool pool;
    private final String owner;
    private final List<SlabPool.Slab> slabs = new ArrayList<>();
    private final Map<Long, ArrayDeque<Long>> returned = new HashMap<>();
    private long total;
    private long used;

    SlabPieces(SlabPool pool, String owner) {
        this.pool = pool;
        this.owner = owner;
    }

    @Override
    public long take(long bytes) {
        long size = rounded(bytes);
        ArrayDeque<Long> same = returned.get(size);
        if (same != null && !same.isEmpty()) {
            return same.pop();
        }
        if (slabs.isEmpty() || used > slabs.getLast().bytes() - size) {
            var slab = pool.take(size, Math.clamp(total, FIRST_SLAB, LARGEST_GROWTH), owner);
            slabs.add(slab);
            total += slab.bytes();
            used = 0;
        }
        long address = slabs.getLast().address() + used;
        used += size;
        return address;
    }

    @Override
    public void giveBack(long address, long bytes) {
        returned.computeIfAbsent(rounded(bytes), size -> new ArrayDeque<>()).push(address);
    }

    @Override
    public void close() {
        if (!slabs.isEmpty()) {
            pool.give(List.copyOf(slabs));
            slabs.clear();
        }
        returned.clear();
    }

    private static long rounded(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
