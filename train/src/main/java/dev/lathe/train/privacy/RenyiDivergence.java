package dev.lathe.train.privacy;

/// Rényi divergence of the sampled Gaussian mechanism's answers on neighbouring data.
///
///     D(α) = log(A(α)) / (α - 1),   A(α) = E[((1 - q) + q exp((2z - 1) / 2σ²))^α],  z ~ N(0, σ²)
///
/// Source: Mironov, Talwar and Zhang, 2019: theorem 4 shows that the other direction's is never more; section 3.3 has the sum that A is at
/// whole orders. At others A is integrated here by equal steps instead of by the paper's two series: for a smooth function that
/// vanishes at both ends the error of the trapezium rule falls exponentially with the number of steps, and no terms of
/// changing sign cancel.
final class RenyiDivergence {
    /// Standard deviations beyond the outermost bump at which the integral ends: what is left out is below 1e-40 of it.
    private static final int REACH = 14;

    private RenyiDivergence() {}

    /// @param order more than 1
    static double of(SampledGaussian step, double order) {
        double variance = step.sigma() * step.sigma();
        if (step.sampleRate() == 1) {
            return order / (2 * variance);
        }
        double log = order == Math.rint(order) ? logOfSum(step, (int) order) : logOfIntegral(step, order);
        // Rounding can leave a tiny negative number where sigma is very large.
        return Math.max(0, log) / (order - 1);
    }

    private static double logOfSum(SampledGaussian step, int order) {
        double logTaken = StrictMath.log(step.sampleRate());
        double logLeft = StrictMath.log1p(-step.sampleRate());
        double twice = 2 * step.sigma() * step.sigma();
        var sum = new LogSum();
        double logBinomial = 0;
        for (int k = 0; k <= order; k++) {
            sum.add(logBinomial + k * logTaken + (order - k) * logLeft + k * (k - 1.0) / twice);
            logBinomial += StrictMath.log((order - k) / (k + 1.0));
        }
        return sum.log();
    }

    static double logOfIntegral(SampledGaussian step, double order) {
        double sigma = step.sigma();
        double twice = 2 * sigma * sigma;
        double logTaken = StrictMath.log(step.sampleRate());
        double logLeft = StrictMath.log1p(-step.sampleRate());
        // Nearer than the integrand's singularities, which lie π σ² off the real line.
        double width = Math.min(sigma / 8, sigma * sigma / 2);
        long intervals = (long) Math.ceil((order + 2 * REACH * sigma) / width);
        var sum = new LogSum();
        for (long i = 0; i <= intervals; i++) {
            double z = i * width - REACH * sigma;
            sum.add(order * LogSum.of(logLeft, logTaken + (2 * z - 1) / twice) - z * z / twice);
        }
        return sum.log() + StrictMath.log(width / (sigma * Math.sqrt(2 * Math.PI)));
    }
}
