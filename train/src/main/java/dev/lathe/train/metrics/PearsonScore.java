package dev.lathe.train.metrics;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/// Pearson's correlation of a sample.
final class PearsonScore implements SampleScore {

    private final double[] gold;
    private final double[] predicted;

    PearsonScore(double[] gold, double[] predicted) {
        ValuePairs.check("pearson", gold, predicted);
        this.gold = gold.clone();
        this.predicted = predicted.clone();
    }

    @Override
    public int examples() {
        return gold.length;
    }

    @Override
    public double of(int[] chosen) {
        double[] x = new double[chosen.length];
        double[] y = new double[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            x[i] = gold[chosen[i]];
            y[i] = predicted[chosen[i]];
        }
        return correlation(x, y);
    }

    /// NaN for a single pair, and where all values of one side are equal.
    static double correlation(double[] x, double[] y) {
        return x.length < 2 || isConstant(x) || isConstant(y) ? Double.NaN : new PearsonsCorrelation().correlation(x, y);
    }

    // Sums of rounded squares make something of nothing: 0.1 a hundred times varies by 1e-31.
    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}
