package dev.lathe.tensor.cpu.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hands out pieces of slabs from front to back; pieces given back early serve again for the same size.
///
/// @param <A> the array type
final class SlabCursor<A> {
    private static final int SMALLEST_SLAB = 1 << 18;
    /// Pieces have whole lines of the cache: 64 bytes.
    private static final int ALIGNMENT = 16;
    /// Where the first piece starts: Java's heap puts a large array on the start of a line, and its header takes 16
    /// bytes. A vector of 512 bits that reaches over two lines is two accesses: adding arrays took 1.6 times as long.
    private static final int FIRST = 12;
    /// 64 MB with the array's header: large arrays take whole pieces of Java's heap, whose sizes are powers of two.
    static final int LARGEST_SLAB = (1 << 24) - ALIGNMENT;
    /// A new slab has this part of what there is, so that little is left over at the end.
    private static final int GROWTH = 4;

    private final SlabPool<A> pool;
    private final List<Opened<A>> slabs = new ArrayList<>();
    private final Map<Integer, ArrayDeque<Piece<A>>> returned = new HashMap<>();
    private long total;

    record Piece<A>(A array, int offset) {}

    /// A slab that pieces are being taken from.
    private static final class Opened<A> {
        private final SlabPool.Slab<A> slab;
        private int used = FIRST;

        Opened(SlabPool.Slab<A> slab) {
            this.slab = slab;
        }

        boolean hasRoomFor(int size) {
            return used <= slab.size() - size;
        }

        Piece<A> take(int size) {
            var piece = new Piece<>(slab.array(), used);
            used += size;
            return piece;
        }
    }

    SlabCursor(SlabPool<A> pool) {
        this.pool = pool;
    }

    Piece<A> take(int count) {
        int size = rounded(count);
        ArrayDeque<Piece<A>> same = returned.get(size);
        if (same != null && !same.isEmpty()) {
            return same.pop();
        }
        return withRoomFor(size).take(size);
    }

    /// The first slab with room: large pieces leave ends over that small ones fit into.
    private Opened<A> withRoomFor(int size) {
        for (Opened<A> opened : slabs) {
            if (opened.hasRoomFor(size)) {
                return opened;
            }
        }
        var slab = pool.take(FIRST + size, Math.clamp(total / GROWTH, SMALLEST_SLAB, LARGEST_SLAB));
        total += slab.size();
        slabs.add(new Opened<>(slab));
        return slabs.getLast();
    }

    void giveBack(A array, int offset, int count) {
        returned.computeIfAbsent(rounded(count), size -> new ArrayDeque<>()).push(new Piece<>(array, offset));
    }

    void close() {
        if (!slabs.isEmpty()) {
            pool.give(slabs.stream().map(opened -> opened.slab).toList());
            slabs.clear();
        }
        returned.clear();
    }

    private static int rounded(int count) {
        return Math.addExact(Math.max(count, 1), ALIGNMENT - 1) & -ALIGNMENT;
    }
}
