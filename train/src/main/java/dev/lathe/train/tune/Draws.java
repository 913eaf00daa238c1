package dev.lathe.train.tune;

import dev.lathe.tensor.device.Philox;

/// Random numbers of one trial, counted from the search's seed and the trial's number: whether earlier trials were proposed in this
/// process or an earlier one changes none.
final class Draws {
    /// Keeps the counters of searches from those of training, orders and perturbations.
    private static final int SITE = 0x54554E45;

    private final long seed;
    private final int trial;
    private int drawn;

    Draws(long seed, int trial) {
        this.seed = seed;
        this.trial = trial;
    }

    /// 0 or more and less than 1, from 53 bits.
    double unit() {
        var words = new int[4];
        Philox.block(Philox.key0(seed), Philox.key1(seed, trial), drawn++, 0, 0, SITE, words, 0);
        long bits = ((words[0] & 0xFFFFFFFFL) << 32 | words[1] & 0xFFFFFFFFL) >>> 11;
        return bits * 0x1p-53;
    }

    /// Of the standard normal distribution (Box and Muller, 1958).
    double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * StrictMath.PI * unit());
    }
}
