package dev.lathe.cuda.memory;

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

    private final CudaSlabPool pool;
    private final String owner;
    private final List<Filled> slabs = new ArrayList<>();
    private final Map<Long, ArrayDeque<Long>> returned = new HashMap<>();
    private long total;

    /// A slab and how much of it is in use.
    private static final class Filled {
        final CudaSlabPool.Slab slab;
        long used;

        Filled(CudaSlabPool.Slab slab) {
            this.slab = slab;
        }

        boolean fits(long bytes) {
            return used <= slab.bytes() - bytes;
        }

        long take(long bytes) {
            used += bytes;
            return slab.address() + used - bytes;
        }
    }

    SlabPieces(CudaSlabPool pool, String owner) {
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
        for (Filled filled : slabs) {
            if (filled.fits(size)) {
                return filled.take(size);
            }
        }
        var slab = pool.take(size, Math.clamp(total, FIRST_SLAB, LARGEST_GROWTH), owner);
        total += slab.bytes();
        slabs.add(new Filled(slab));
        return slabs.getLast().take(size);
    }

    @Override
    public void giveBack(long address, long bytes) {
        long size = rounded(bytes);
        returned.computeIfAbsent(size, any -> new ArrayDeque<>()).push(address);
    }

    @Override
    public void close() {
        if (!slabs.isEmpty()) {
            pool.give(slabs.stream().map(filled -> filled.slab).toList());
            slabs.clear();
        }
        returned.clear();
    }

    private static long rounded(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
