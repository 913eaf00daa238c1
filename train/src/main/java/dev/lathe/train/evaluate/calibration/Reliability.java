package dev.lathe.train.evaluate.calibration;

import java.util.ArrayList;
import java.util.List;

/// How sure a model is, held against how often it is right: the diagram of reliability, and the expected calibration error, in bins of
/// the same width.
///
/// Source: Guo, Pleiss, Sun and Weinberger, 2017, section 2, equations 2 and 3.
///
/// @param bins those that hold something, from the least sure on
/// @param expectedCalibrationError the mean distance, 0 to 1
public record Reliability(List<Bin> bins, double expectedCalibrationError) {
    private static final int BINS = 15;

    /// @param low above which its probabilities lie
    /// @param high which they do not exceed
    /// @param count how many answers
    /// @param confidence their mean probability
    /// @param accuracy the share of them that is right
    public record Bin(double low, double high, long count, double confidence, double accuracy) {}

    /// Of the best class of each.
    public static Reliability of(ScoredClasses scored) {
        return of(scored, 1);
    }

    /// As [ScoredClasses#at] makes the probabilities.
    static Reliability of(ScoredClasses scored, double temperature) {
        var counts = new long[BINS];
        var sure = new double[BINS];
        var surplus = new double[BINS];
        var right = new long[BINS];
        for (int i = 0; i < scored.size(); i++) {
            double[] p = scored.probabilities(i, 1 / temperature);
            int best = best(p);
            // Bins are open below and closed above.
            int bin = Math.clamp((int) Math.ceil(p[best] * BINS) - 1, 0, BINS - 1);
            counts[bin]++;
            sure[bin] += p[best];
            surplus[bin] += p[best] - (best == scored.gold(i) ? 1 : 0);
            right[bin] += best == scored.gold(i) ? 1 : 0;
        }
        var bins = new ArrayList<Bin>();
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                bins.add(new Bin((double) bin / BINS, (bin + 1.0) / BINS, counts[bin], sure[bin] / counts[bin],
                        (double) right[bin] / counts[bin]));
                distance += Math.abs(surplus[bin]);
            }
        }
        return new Reliability(bins, distance / scored.size());
    }

    static int best(double[] p) {
        int best = 0;
        for (int c = 1; c < p.length; c++) {
            best = p[c] > p[best] ? c : best;
        }
        return best;
    }
}
