package dev.lathe.tensor.device;

/// The counter-based generator Philox4x32-10: 128 random bits for a 64-bit key and a 128-bit counter.
///
/// No state: the same key and counter give the same bits in any order, on any device. Source: Salmon et al.,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011, with the constants given there.
public final class Philox {
    public static final int ROUNDS = 10;
    public static final long MULTIPLIER_0 = 0xD2511F53L;
    public static final long MULTIPLIER_1 = 0xCD9E8D57L;
    public static final int WEYL_0 = 0x9E3779B9;
    public static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /// Writes four words to `out` from `at` on.
    public static void block(int key0, int key1, int counter0, int counter1, int counter2, int counter3, int[] out, int at) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = (c0 & 0xFFFFFFFFL) * MULTIPLIER_0;
            long p1 = (c2 & 0xFFFFFFFFL) * MULTIPLIER_1;
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = c0;
        out[at + 1] = c1;
        out[at + 2] = c2;
        out[at + 3] = c3;
    }

    /// A seed and a step as one 64-bit key: the seed's low word, and its high word mixed with the step.
    public static int key0(long seed) {
        return (int) seed;
    }

    /// See [#key0].
    public static int key1(long seed, int step) {
        return (int) (seed >>> 32) * WEYL_0 ^ step;
    }
}
