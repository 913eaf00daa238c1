package dev.lathe.trust.fairness;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The mean of differences between two groups, and how often as large a one comes about where each difference may as well be the other way round.
///
/// p is the share of all ways to choose the differences' signs whose mean is at least as far from 0, the given way among them. Source: Fisher,
/// 1935, section 21; of scores of sentences that differ in a name only, Kiritchenko and Mohammad, 2018, section 4.
///
/// @param mean of the differences
/// @param p two-sided, above 0
/// @param ways how many choices of signs were looked at
/// @param exact whether those are all; else they were drawn
public record PairedGap(double mean, double p, long ways, boolean exact) {
    private static final int MOST = 100_000;
    private static final int MOST_EXACT = 16;
    /// Sums in another order differ in their last digits.
    private static final double SLACK = 1e-12;

    /// @param differences one a pair, two or more
    /// @param seed of what is drawn where there are more than 16
    /// @throws IllegalArgumentException if there are fewer than two
    public static PairedGap of(double[] differences, long seed) {
        int count = differences.length;
        if (count < 2) {
            throw new IllegalArgumentException("paired gap: %d differences: needs two or more".formatted(count));
        }
        double sum = Arrays.stream(differences).sum();
        double least = Math.abs(sum) - SLACK;
        boolean exact = count <= MOST_EXACT;
        long ways = exact ? 1L << count : MOST;
        var random = new SplittableRandom(seed);
        long found = exact ? 0 : 1;
        for (long way = exact ? 0 : 1; way < ways; way++) {
            double turned = 0;
            long signs = way;
            for (int i = 0; i < count; i++) {
                if (i % Long.SIZE == 0 && !exact) {
                    signs = random.nextLong();
                }
                turned += (signs >>> i & 1) == 0 ? differences[i] : -differences[i];
            }
            found += Math.abs(turned) >= least ? 1 : 0;
        }
        return new PairedGap(sum / count, (double) found / ways, ways, exact);
    }
}
