package dev.lathe.tensor.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/// Large arrays that regions carve their buffers from, kept between regions.
///
/// A region that needed several slabs gives them back as one of their joint size, so the next of its kind,
/// and any smaller one, allocates nothing.
///
/// @param <A> the array type
final class SlabPool<A> {
    /// No slab is joined beyond this: a gigabyte of floats.
    private static final int LARGEST_JOINT = 1 << 28;

    private final IntFunction<A> allocate;
    private final List<Slab<A>> free = new ArrayList<>();
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
        return grow(Math.max(atLeast, preferred));
    }

    /// Takes back the slabs of one region.
    synchronized void give(List<Slab<A>> slabs) {
        long total = slabs.stream().mapToLong(Slab::size).sum();
        if (slabs.size() > 1 && total <= LARGEST_JOINT) {
            free.add(grow((int) total));
        } else {
            free.addAll(slabs);
        }
    }

    /// Elements allocated since the start, for the test that a warm step allocates nothing.
    synchronized long allocated() {
        return allocated;
    }

    private Slab<A> grow(int size) {
        allocated += size;
        return new Slab<>(allocate.apply(size), size);
    }
}
