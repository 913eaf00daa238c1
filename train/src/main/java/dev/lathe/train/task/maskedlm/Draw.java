package dev.lathe.train.task.maskedlm;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.device.Philox;

/// Random numbers that are counted from key, example and place.
final class Draw {
    private Draw() {}

    /// @param site the generator's: far from those of dropout, which count from 0
    /// @param words gets four
    static void block(RandomKey key, int index, int example, int site, int[] words) {
        Philox.block(
                Philox.key0(key.seed()), Philox.key1(key.seed(), key.step()), index, 0, example, site, words, 0);
    }

    /// One of 0 to `bound - 1`, by the high half of a product, which is even to within bound / 2^64.
    static int below(int high, int low, int bound) {
        long random = Integer.toUnsignedLong(high) << 32 | Integer.toUnsignedLong(low);
        return (int) Math.unsignedMultiplyHigh(random, bound);
    }
}
