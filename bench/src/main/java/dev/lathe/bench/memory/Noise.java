package dev.lathe.bench.memory;

import java.util.SplittableRandom;

/// Normally distributed values that repeat after a while, so that any of them is known again without keeping all.
public final class Noise {
    private static final int PERIOD = 65_521;

    private final float[] values = new float[PERIOD];

    /// Other values for each seed.
    public Noise(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < PERIOD; i++) {
            values[i] = (float) random.nextGaussian();
        }
    }

    /// The value at a place of an array as long as you like.
    public float at(int i) {
        return values[i % PERIOD];
    }

    /// The first `count` of them.
    public float[] array(int count) {
        var array = new float[count];
        for (int i = 0; i < count; i += PERIOD) {
            System.arraycopy(values, 0, array, i, Math.min(PERIOD, count - i));
        }
        return array;
    }
}
