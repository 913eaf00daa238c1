package dev.lathe.tensor.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/// Large arrays that regions carve their buffers from, kept between regions.
///
/// The slabs of a small region that needed several are dropped, and the next slab to be allocated has their joint
/// size; those of a large one serve again as they are. From then on a region of this kind, and any smaller one,
/// allocates nothing.
///
/// @param <A> the array type
final class SlabPool<A> {
    private final IntFunction<A> allocate;
    private final List<Slab<A>> free = new ArrayList<>();
    private int jointSize;
    private long allocated;

    record Slab<A>(A array, int size) {}

    SlabPool(IntFunction<A> allocate) {
        this.allocate = allocate;
    }

    /// The largest free slab of at least `atLeast` elements, else a new one of `preferred`.
    synchronized Slab<A> take(int atLeast, int preferred) {
        var fitting = free.stream().filter(s -> s.size >= atLeast).max(Comparator.comparingInt(Slab::size));
        if (fitting.isPresent()) {
            free.remove(fitting.get());
            return fitting.get();
        }
        int size = Math.max(Math.max(atLeast, preferred), jointSize);
        allocated += size;
        return new Slab<>(allocate.apply(size), size);
    }

    /// Takes back the slabs of one region.
    synchronized void give(List<Slab<A>> slabs) {
        long total = slabs.stream().mapToLong(Slab::size).sum();
        if (slabs.size() > 1 && total <= SlabCursor.LARGEST_SLAB) {
            jointSize = Math.max(jointSize, (int) total);
        } else {
            free.addAll(slabs);
        }
    }

    /// Elements allocated since the start, for the test that a warm step allocates nothing.
    synchronized long allocated() {
        return allocated;
    }
}
