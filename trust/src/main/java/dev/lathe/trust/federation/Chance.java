package dev.lathe.trust.federation;

import dev.lathe.tensor.device.Philox;

/// What happens to clients by chance, counted from the seed: the same whoever is asked first.
///
/// @param seed of the federation
record Chance(long seed) {
    static final int TAKEN = 0x74616B65;
    static final int GONE = 0x676F6E65;
    static final int SLOW = 0x736C6F77;
    static final int PACE = 0x70616365;

    private static final double SCALE = 0x1p-32;

    /// A number between 0 and 1, neither of them.
    ///
    /// @param what one of the words above
    double of(int what, int round, int client) {
        var words = new int[4];
        Philox.block((int) seed, (int) (seed >>> Integer.SIZE), client, round, what, 0, words, 0);
        return (Integer.toUnsignedLong(words[0]) + 0.5) * SCALE;
    }

    boolean happens(double probability, int what, int round, int client) {
        return probability >= 1 || of(what, round, client) < probability;
    }
}
