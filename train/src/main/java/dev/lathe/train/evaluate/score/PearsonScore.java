package dev.lathe.train.evaluate.score;

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

    /// `sum (x - mean x)(y - mean y) / sqrt(sum (x - mean x)² sum (y - mean y)²)`, in two passes; NaN for a single pair, and
    /// where all values of one side are equal.
    static double correlation(double[] x, double[] y) {
        if (x.length < 2 || isConstant(x) || isConstant(y)) {
            return Double.NaN;
        }
        double meanX = mean(x);
        double meanY = mean(y);
        double together = 0;
        double spreadX = 0;
        double spreadY = 0;
        for (int i = 0; i < x.length; i++) {
            double fromX = x[i] - meanX;
            double fromY = y[i] - meanY;
            together += fromX * fromY;
            spreadX += fromX * fromX;
            spreadY += fromY * fromY;
        }
        // Rounding may carry a perfect correlation past 1.
        return Math.clamp(together / (Math.sqrt(spreadX) * Math.sqrt(spreadY)), -1, 1);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    // Sums of rounded squares make something of nothing: the mean of a hundred times 0.1 is not quite 0.1.
    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}
