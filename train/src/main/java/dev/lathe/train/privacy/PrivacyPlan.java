package dev.lathe.train.privacy;

/// A training's promise once its data and its steps are known.
///
/// @param step each of its steps
/// @param batch examples of a step, as expected
/// @param steps the most that it takes
public record PrivacyPlan(PrivacyOptions options, SampledGaussian step, int batch, long steps) {
    /// What the first steps have spent.
    public double epsilonAfter(long done) {
        return options.accountant().epsilon(step, done, options.delta());
    }

    /// @param number of a step that is to be taken, from 1
    /// @throws IllegalStateException if it would spend more than was promised
    public void requireWithin(long number) {
        if (number > steps) {
            throw new IllegalStateException("step %d: the privacy budget is for %d steps".formatted(number, steps));
        }
    }
}
