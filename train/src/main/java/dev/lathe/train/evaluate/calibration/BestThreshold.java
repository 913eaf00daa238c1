package dev.lathe.train.evaluate.calibration;

import java.util.stream.IntStream;

/// The probability from which on a label should count as true for the best F1.
public final class BestThreshold {
    private static final double USUAL = 0.5;

    private BestThreshold() {}

    /// Halfway between the least probability that counts as true and the next below; of several thresholds with the same F1 the
    /// nearest to 0.5, which it is where the label is never right.
    ///
    /// @param probabilities of the label, a text each
    /// @param has whether the text has it
    public static double of(double[] probabilities, boolean[] has) {
        int[] order = IntStream.range(0, has.length).boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a])).mapToInt(Integer::intValue).toArray();
        long there = IntStream.range(0, has.length).filter(i -> has[i]).count();
        double best = USUAL;
        double bestF1 = f1(probabilities, has, USUAL, there);
        for (int i = 0; i < order.length; i++) {
            double here = probabilities[order[i]];
            double next = i + 1 < order.length ? probabilities[order[i + 1]] : 0;
            double threshold = (here + next) / 2;
            double f1 = next < here ? f1(probabilities, has, threshold, there) : -1;
            if (f1 > bestF1 || f1 == bestF1 && Math.abs(threshold - USUAL) < Math.abs(best - USUAL)) {
                best = threshold;
                bestF1 = f1;
            }
        }
        return best;
    }

    private static double f1(double[] probabilities, boolean[] has, double threshold, long there) {
        long found = 0;
        long right = 0;
        for (int i = 0; i < has.length; i++) {
            if (probabilities[i] >= threshold) {
                found++;
                right += has[i] ? 1 : 0;
            }
        }
        return found + there == 0 ? 0 : 2.0 * right / (found + there);
    }
}
