package dev.lathe.train.privacy;

/// The privacy loss of many steps, in both directions: with an example more, and with one less.
final class LossAccountant {
    /// In which losses are counted; doubled until the sums fit.
    static final double STEP = 1e-4;
    private static final long MOST = 1 << 21;
    /// The transforms' rounding is far below it.
    private static final double LEAST_DELTA = 1e-11;

    private LossAccountant() {}

    static double epsilon(SampledGaussian step, long steps, double delta) {
        if (delta < LEAST_DELTA) {
            throw new IllegalArgumentException(
                    "delta %s: pld counts down to %s; rdp goes lower".formatted(delta, LEAST_DELTA));
        }
        double removed = sum(step, GaussianPair.Side.REMOVE, steps).epsilon(delta);
        // With all examples in each step both are the same.
        return step.sampleRate() == 1 ? removed : Math.max(removed, sum(step, GaussianPair.Side.ADD, steps).epsilon(delta));
    }

    private static LossDistribution sum(SampledGaussian step, GaussianPair.Side side, long steps) {
        var pair = new GaussianPair(step.sigma(), step.sampleRate(), side);
        double width = STEP;
        while ((pair.mostLoss() - pair.leastLoss()) / width > MOST) {
            width *= 2;
        }
        LossDistribution one = LossDistribution.of(pair, width);
        LossDistribution.Window window = one.window(steps);
        while (window.size() > MOST) {
            width *= 2;
            one = LossDistribution.of(pair, width);
            window = one.window(steps);
        }
        return one.times(steps, window);
    }
}
