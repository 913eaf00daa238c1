package dev.lathe.watch.drift;

import java.util.SplittableRandom;

/// How often two samples are as far apart as these, if who belongs to which is drawn by lot: `(1 + those as far) / (1 + draws)`, which is below
/// any α at most α of the time, for samples of any size (Phipson and Smyth, *Permutation P-values Should Never Be Zero*, 2010).
final class Permutations {
    /// Enough that a seventh of 0.01 can be reached.
    static final int DRAWS = 999;

    private Permutations() {}

    /// How far two parts of one list of points are apart.
    @FunctionalInterface
    interface Distance {
        /// @param order the points' numbers, the first part's before the second's
        /// @param first how many are in the first part
        double of(int[] order, int first);
    }

    static DriftCheck check(String name, Distance distance, int first, int second, long seed) {
        int[] order = new int[first + second];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        double found = distance.of(order, first);
        var random = new SplittableRandom(seed);
        int asFar = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int moved = order[i];
                order[i] = order[other];
                order[other] = moved;
            }
            asFar += distance.of(order, first) >= found ? 1 : 0;
        }
        return new DriftCheck(name, found, (1.0 + asFar) / (1 + DRAWS));
    }
}
