package dev.lathe.train.privacy;

/// The logarithm of a sum whose terms are given by their logarithms.
final class LogSum {
    private double largest = Double.NEGATIVE_INFINITY;
    /// Over exp(largest).
    private double sum;

    void add(double log) {
        if (log == Double.NEGATIVE_INFINITY) {
            return;
        }
        if (log > largest) {
            sum = sum * StrictMath.exp(largest - log) + 1;
            largest = log;
        } else {
            sum += StrictMath.exp(log - largest);
        }
    }

    double log() {
        return largest + StrictMath.log(sum);
    }

    static double of(double log, double other) {
        return Math.max(log, other) + StrictMath.log1p(StrictMath.exp(-Math.abs(log - other)));
    }
}
