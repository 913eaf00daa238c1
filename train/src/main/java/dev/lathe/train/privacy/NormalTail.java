package dev.lathe.train.privacy;

import org.apache.commons.math3.special.Erf;

/// The standard normal distribution, exact in relative terms far from its middle.
final class NormalTail {
    /// Where `erfc` is near its end, and the series below has all digits.
    private static final double FAR = 25;
    /// Below which three points integrate to eleven digits, twenty times as fast.
    private static final double NARROW = 0.05;
    /// Of Gauss and Legendre, for -1 to 1: the middle, and these to either side.
    private static final double POINT = Math.sqrt(0.6);
    private static final double MIDDLE_WEIGHT = 8.0 / 9;
    private static final double POINT_WEIGHT = 5.0 / 9;

    private NormalTail() {}

    static double above(double x) {
        return Erf.erfc(x * Math.sqrt(0.5)) / 2;
    }

    /// The mass from one place to another, which may be infinite.
    static double between(double from, double to) {
        if (to - from < NARROW) {
            double middle = (from + to) / 2;
            double half = (to - from) / 2;
            return half * (MIDDLE_WEIGHT * density(middle)
                    + POINT_WEIGHT * (density(middle - POINT * half) + density(middle + POINT * half)));
        }
        if (from >= 0) {
            return above(from) - above(to);
        }
        return to <= 0 ? above(-to) - above(-from) : 1 - above(to) - above(-from);
    }

    static double density(double x) {
        return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /// What lies above x, over the density there.
    static double millsRatio(double x) {
        if (x < FAR) {
            return above(x) / density(x);
        }
        double square = x * x;
        return (1 - (1 - (3 - 15 / square) / square) / square) / x;
    }
}
