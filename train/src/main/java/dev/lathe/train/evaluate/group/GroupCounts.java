package dev.lathe.train.evaluate.group;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// How often each group's rows have and are given the positive label.
///
/// A rate over no rows is NaN, and so is whatever is worked out from it.
final class GroupCounts {
    private final long[] truePositives;
    private final long[] falsePositives;
    private final long[] falseNegatives;
    private final long[] trueNegatives;

    GroupCounts(int groups) {
        truePositives = new long[groups];
        falsePositives = new long[groups];
        falseNegatives = new long[groups];
        trueNegatives = new long[groups];
    }

    void add(int group, boolean has, boolean given) {
        long[] cell = has ? given ? truePositives : falseNegatives : given ? falsePositives : trueNegatives;
        cell[group]++;
    }

    /// Rows of a group that have the positive label.
    long positives(int group) {
        return truePositives[group] + falseNegatives[group];
    }

    /// Rows of a group that have another.
    long negatives(int group) {
        return falsePositives[group] + trueNegatives[group];
    }

    double[] selectionRates() {
        return rates((g, all) -> all ? positives(g) + negatives(g) : truePositives[g] + falsePositives[g]);
    }

    double[] truePositiveRates() {
        return rates((g, all) -> all ? positives(g) : truePositives[g]);
    }

    double[] falsePositiveRates() {
        return rates((g, all) -> all ? negatives(g) : falsePositives[g]);
    }

    private interface Count {
        long of(int group, boolean all);
    }

    private double[] rates(Count count) {
        var rates = new double[truePositives.length];
        Arrays.setAll(rates, g -> (double) count.of(g, false) / count.of(g, true));
        return rates;
    }

    /// The largest less the smallest.
    static double difference(double[] rates) {
        return most(rates) - least(rates);
    }

    /// The smallest as a share of the largest; NaN if all are 0.
    static double ratio(double[] rates) {
        return least(rates) / most(rates);
    }

    private static double most(double[] rates) {
        return DoubleStream.of(rates).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    private static double least(double[] rates) {
        return DoubleStream.of(rates).reduce(Double.POSITIVE_INFINITY, Math::min);
    }
}
