package dev.lathe.tensor.cpu.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Large arrays that regions carve their buffers from, kept between regions.
///
/// The slabs of a small region that needed several are dropped, and the next slab to be allocated has their joint
/// size; those of a large one serve again as they are. From then on a region of this kind, and any smaller one,
/// allocates nothing.
///
/// @param <A> the array type
public final class SlabPool<A> implements IdleMemory.Reserve {
    private final int elementBytes;
    private final IntFunction<A> allocate;
    private final LongSupplier clock;
    /// In the order in which they were given back.
    private final List<Free<A>> free = new ArrayList<>();
    private int jointSize;
    private long allocated;
    private volatile long freeElements;

    record Slab<A>(A array, int size) {}

    private record Free<A>(Slab<A> slab, long since) {}

    /// @param elementBytes bytes of an element of the array
    public SlabPool(int elementBytes, IntFunction<A> allocate) {
        this(elementBytes, allocate, System::nanoTime);
    }

    /// @param clock nanoseconds
    public SlabPool(int elementBytes, IntFunction<A> allocate, LongSupplier clock) {
        this.elementBytes = elementBytes;
        this.allocate = allocate;
        this.clock = clock;
    }

    /// The largest free slab of at least `atLeast` elements, of equals the one given back last; else a new one of
    /// `preferred`.
    synchronized Slab<A> take(int atLeast, int preferred) {
        Free<A> fitting = largest(atLeast);
        if (fitting != null) {
            free.remove(fitting);
            freeElements -= fitting.slab.size;
            return fitting.slab;
        }
        int size = Math.max(Math.max(atLeast, preferred), jointSize);
        allocated += size;
        return new Slab<>(allocate.apply(size), size);
    }

    private @Nullable Free<A> largest(int atLeast) {
        Free<A> largest = null;
        for (Free<A> candidate : free) {
            if (candidate.slab.size >= (largest == null ? atLeast : largest.slab.size)) {
                largest = candidate;
            }
        }
        return largest;
    }

    /// Takes back the slabs of one region.
    synchronized void give(List<Slab<A>> slabs) {
        long total = slabs.stream().mapToLong(Slab::size).sum();
        if (slabs.size() > 1 && total <= SlabCursor.LARGEST_SLAB) {
            jointSize = Math.max(jointSize, (int) total);
        } else {
            long now = clock.getAsLong();
            slabs.forEach(slab -> free.add(new Free<>(slab, now)));
            freeElements += total;
        }
    }

    @Override
    public long bytes() {
        return freeElements * elementBytes;
    }

    @Override
    public synchronized boolean dropOldestBefore(long nanos) {
        if (free.isEmpty() || free.getFirst().since - nanos >= 0) {
            return false;
        }
        freeElements -= free.removeFirst().slab.size;
        return true;
    }

    /// Bytes allocated since the start, for the test that a warm step allocates nothing.
    public synchronized long bytesAllocated() {
        return allocated * elementBytes;
    }
}
