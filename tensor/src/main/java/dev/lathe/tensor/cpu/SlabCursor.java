package dev.lathe.tensor.cpu;

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
    private final List<SlabPool.Slab<A>> slabs = new ArrayList<>();
    private final Map<Integer, ArrayDeque<Piece<A>>> returned = new HashMap<>();
    private long total;
    private int used;

    record Piece<A>(A array, int offset) {}

    SlabCursor(SlabPool<A> pool) {
        this.pool = pool;
    }

    Piece<A> take(int count) {
        int size = rounded(count);
        ArrayDeque<Piece<A>> same = returned.get(size);
        if (same != null && !same.isEmpty()) {
            return same.pop();
        }
        if (slabs.isEmpty() || used > slabs.getLast().size() - size) {
            var slab = pool.take(FIRST + size, Math.clamp(total / GROWTH, SMALLEST_SLAB, LARGEST_SLAB));
            slabs.add(slab);
            total += slab.size();
            used = FIRST;
        }
        var piece = new Piece<>(slabs.getLast().array(), used);
        used += size;
        return piece;
    }

    void giveBack(A array, int offset, int count) {
        returned.computeIfAbsent(rounded(count), size -> new ArrayDeque<>()).push(new Piece<>(array, offset));
    }

    void close() {
        if (!slabs.isEmpty()) {
            pool.give(List.copyOf(slabs));
            slabs.clear();
        }
        returned.clear();
    }

    private static int rounded(int count) {
        return Math.addExact(Math.max(count, 1), ALIGNMENT - 1) & -ALIGNMENT;
    }
}
