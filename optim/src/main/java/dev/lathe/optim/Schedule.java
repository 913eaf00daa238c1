package dev.lathe.optim;

/// The learning rate over the steps of a training: a linear warm-up from 0, then one of four courses.
///
/// Steps count from 0, so the very first has rate 0 if there is a warm-up, as in the reference
/// implementations of BERT fine-tuning.
///
/// @param course how the rate goes on after the warm-up
/// @param peak the highest rate
/// @param warmupSteps steps until the peak
/// @param totalSteps steps of the whole training
public record Schedule(Course course, double peak, int warmupSteps, int totalSteps) {
    /// Where the polynomial course ends.
    private static final double POLYNOMIAL_END = 1e-7;

    /// How the rate goes on after the warm-up.
    public enum Course {
        /// In a line to 0.
        LINEAR,
        /// Half a cosine wave to 0.
        COSINE,
        /// At the peak to the end.
        CONSTANT,
        /// With the square of the steps left, to 1e-7.
        POLYNOMIAL
    }

    public Schedule {
        if (!(peak >= 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("schedule: learning rate %s: needs 0 or more".formatted(peak));
        }
        if (warmupSteps < 0 || totalSteps < 1) {
            throw new IllegalArgumentException(
                    "schedule: %d warm-up steps of %d: needs 0 or more of at least 1".formatted(warmupSteps, totalSteps));
        }
    }

    /// The rate of a step.
    ///
    /// @param step from 0; behind the last it stays what it was
    /// @throws IllegalArgumentException if it is less than 0
    public double rate(int step) {
        if (step < 0) {
            throw new IllegalArgumentException("schedule: step %d: needs 0 or more".formatted(step));
        }
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double left = left(step);
        return switch (course) {
            case LINEAR -> peak * left;
            case COSINE -> peak * 0.5 * (1 + StrictMath.cos(Math.PI * (1 - left)));
            case CONSTANT -> peak;
            case POLYNOMIAL -> peak <= POLYNOMIAL_END ? peak : (peak - POLYNOMIAL_END) * left * left + POLYNOMIAL_END;
        };
    }

    /// Share of the steps after the warm-up that are left.
    private double left(int step) {
        return Math.max(0, (double) (totalSteps - step) / Math.max(1, totalSteps - warmupSteps));
    }
}
