package dev.lathe.train.evaluate.calibration;

/// Expected calibration error over 15 bins of the same width: the mean distance of how sure a model is from how often it is right, 0 to
/// 1. Source: Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017, equation 3.
public final class CalibrationError {
    private static final int BINS = 15;

    private final double[] surplus = new double[BINS];
    private int answers;

    /// @param probability of the answer that was given, 0 to 1
    public void add(double probability, boolean right) {
        // Bins are open below and closed above.
        int bin = Math.clamp((int) Math.ceil(probability * BINS) - 1, 0, BINS - 1);
        surplus[bin] += probability - (right ? 1 : 0);
        answers++;
    }

    /// Of all that was added; NaN of nothing.
    public double value() {
        double sum = 0;
        for (double bin : surplus) {
            sum += Math.abs(bin);
        }
        return sum / answers;
    }
}
