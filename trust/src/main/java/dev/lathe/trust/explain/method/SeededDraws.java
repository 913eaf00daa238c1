package dev.lathe.trust.explain.method;

import dev.lathe.tensor.device.Philox;
import java.util.BitSet;

/// Orders and sets of words, counted from a seed: the same on every machine.
final class SeededDraws {
    private static final int SITE = 0x6578706c;

    private final long seed;
    private final int[] words = new int[4];
    private int next;

    SeededDraws(long seed) {
        this.seed = seed;
    }

    /// A permutation of 0 up to `count` (Fisher and Yates).
    int[] order(int count) {
        var order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    static int[] reversed(int[] order) {
        var reversed = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            reversed[i] = order[order.length - 1 - i];
        }
        return reversed;
    }

    /// A set of 1 to `count` - 1 words, its size s with a chance that goes by 1 / (s (count - s)): Shapley's kernel summed over all
    /// sets of a size.
    BitSet kernelSet(int count) {
        double total = 0;
        for (int size = 1; size < count; size++) {
            total += 1.0 / ((double) size * (count - size));
        }
        double left = share() * total;
        int size = 1;
        for (; size < count - 1; size++) {
            left -= 1.0 / ((double) size * (count - size));
            if (left < 0) {
                break;
            }
        }
        return firstOf(order(count), size);
    }

    /// A set of 1 to `count` words, every size with the same chance.
    BitSet anySet(int count) {
        int size = 1 + below(count);
        return firstOf(order(count), size);
    }

    private static BitSet firstOf(int[] order, int size) {
        var set = new BitSet();
        for (int i = 0; i < size; i++) {
            set.set(order[i]);
        }
        return set;
    }

    private int below(int count) {
        return (int) Math.unsignedMultiplyHigh(bits(), count);
    }

    /// From 0 to less than 1.
    double share() {
        return (bits() >>> 11) * 0x1p-53;
    }

    private long bits() {
        Philox.block(Philox.key0(seed), Philox.key1(seed, 0), next++, 0, 0, SITE, words, 0);
        return Integer.toUnsignedLong(words[0]) << 32 | Integer.toUnsignedLong(words[1]);
    }
}
