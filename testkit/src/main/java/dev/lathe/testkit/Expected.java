package dev.lathe.testkit;

import dev.lathe.tensor.Shape;

/// What an op's result must be, in double precision, and what rounding may do to it.
///
/// @param magnitudes for each value, the sum of the magnitudes of the terms it is summed from
/// @param terms how many terms that are at most
/// @param approximation error of an approximation in the op, such as 3e-7 for erf, as a share of the magnitude
public record Expected(Shape shape, double[] values, double[] magnitudes, int terms, double approximation) {
    private static final double ULP = Math.ulp(1f);

    public static Expected of(Shape shape, double[] values, double[] magnitudes, int terms) {
        return new Expected(shape, values, magnitudes, terms, 0);
    }

    public Expected approximated(double error) {
        return new Expected(shape, values, magnitudes, terms, error);
    }

    /// How far float32 may be off what `terms` terms sum to, as a share of the sum of their magnitudes.
    double tolerance(int ofTerms) {
        return 4 * ULP * Math.sqrt(Math.max(1, ofTerms)) + approximation;
    }
}
