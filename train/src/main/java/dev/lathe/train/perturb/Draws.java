package dev.lathe.train.perturb;

import dev.lathe.tensor.device.Philox;

/// Random numbers that are counted from a seed and the place of what they are for: the same in any order.
public final class Draws {
    /// The generator's site, beside those of orders.
    private static final int SITE = 0x65646974;

    private final long seed;
    private final int place;
    private final int[] words = new int[4];
    private int next;

    /// @param place of the text, such as its number
    public Draws(long seed, int place) {
        this.seed = seed;
        this.place = place;
    }

    /// 0 or more and less than 1.
    public double share() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /// 0 or more and less than `count`.
    public int below(int count) {
        return (int) Math.unsignedMultiplyHigh(bits(), count);
    }

    private long bits() {
        Philox.block(Philox.key0(seed), Philox.key1(seed, 0), next++, place, 0, SITE, words, 0);
        return Integer.toUnsignedLong(words[0]) << 32 | Integer.toUnsignedLong(words[1]);
    }
}
