package dev.lathe.train.privacy;

/// The standard normal distribution's quantiles, to sixteen digits: a rational function near the middle, two others of the root of the
/// logarithm beyond. Source: Wichura, 1988, algorithm AS 241, whose numbers these are.
final class NormalQuantile {
    private static final double MIDDLE = 0.425;
    private static final double FAR = 5;

    private static final double[] A = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
    private static final double[] B = {1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3};
    private static final double[] C = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
        7.74545014278341407640e-4};
    private static final double[] D = {1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
    private static final double[] E = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
        2.01033439929228813265e-7};
    private static final double[] F = {1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};

    private NormalQuantile() {}

    /// @param bits 64 random ones: the sign, and 63 of the probability of what lies beyond, so that the tail ends at 9 standard
    ///     deviations instead of the 8 of a double's 53
    static double of(long bits) {
        double beyond = ((bits & Long.MAX_VALUE) + 0.5) * 0x1p-64;
        double value = above(beyond);
        return bits < 0 ? -value : value;
    }

    /// What is exceeded with a probability.
    ///
    /// @param beyond more than 0 and at most a half
    static double above(double beyond) {
        double middle = 0.5 - beyond;
        if (middle <= MIDDLE) {
            double r = MIDDLE * MIDDLE - middle * middle;
            return middle * polynomial(A, r) / polynomial(B, r);
        }
        double r = Math.sqrt(-StrictMath.log(beyond));
        return r <= FAR ? polynomial(C, r - 1.6) / polynomial(D, r - 1.6) : polynomial(E, r - FAR) / polynomial(F, r - FAR);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = coefficients[7];
        for (int i = 6; i >= 0; i--) {
            sum = sum * x + coefficients[i];
        }
        return sum;
    }
}
