package dev.lathe.train.evaluate.score;

import java.util.stream.IntStream;

/// How two series of numbers go together: `-1..1`.
public final class Correlations {

    private Correlations() {
    }

    /// Pearson's linear correlation.
    ///
    /// @param x a number per example
    /// @param y another number per example
    /// @return the correlation; NaN of fewer than two examples, or if all numbers of one side are equal
    /// @throws IllegalArgumentException if the lengths differ, there are no examples, or a number is not finite
    public static double pearson(double[] x, double[] y) {
        return whole(new PearsonScore(x, y));
    }

    /// Spearman's correlation: Pearson's of the ranks, where equal numbers share the mean of theirs. Of the cosines of
    /// sentence pairs and what people say of their likeness it is the usual score of an embedding model.
    ///
    /// @param x a number per example
    /// @param y another number per example
    /// @return the correlation; NaN of fewer than two examples, or if all numbers of one side are equal
    /// @throws IllegalArgumentException if the lengths differ, there are no examples, or a number is not finite
    public static double spearman(double[] x, double[] y) {
        return whole(new SpearmanScore(x, y));
    }

    private static double whole(SampleScore score) {
        return score.of(IntStream.range(0, score.examples()).toArray());
    }
}
