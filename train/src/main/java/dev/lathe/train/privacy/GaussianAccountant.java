package dev.lathe.train.privacy;

/// Gaussian differential privacy: what telling two normal distributions apart costs, μ standard deviations from each other.
///
///     μ = q √(steps (exp(1 / σ²) - 1))                                 the limit of many steps
///     δ(ε) = Φ(-ε / μ + μ / 2) - exp(ε) Φ(-ε / μ - μ / 2)
///
/// Source: Dong, Roth and Su, 2022, corollary 2.13; Bu et al., 2020, section 3.2, for sampling by chance. The limit errs to either side.
final class GaussianAccountant {
    private static final int HALVINGS = 200;

    private GaussianAccountant() {}

    static double epsilon(SampledGaussian step, long steps, double delta) {
        double mu = step.sampleRate() * Math.sqrt(steps * StrictMath.expm1(1 / (step.sigma() * step.sigma())));
        return Double.isFinite(mu) ? epsilon(mu, delta) : Double.POSITIVE_INFINITY;
    }

    private static double epsilon(double mu, double delta) {
        if (delta(mu, 0) <= delta) {
            return 0;
        }
        double below = 0;
        double above = 1;
        while (delta(mu, above) > delta) {
            below = above;
            above *= 2;
        }
        for (int i = 0; i < HALVINGS && below < above; i++) {
            double middle = (below + above) / 2;
            if (delta(mu, middle) > delta) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }

    static double delta(double mu, double epsilon) {
        double near = epsilon / mu - mu / 2;
        double far = epsilon / mu + mu / 2;
        // exp(ε) φ(far) = φ(near), so that nothing overflows.
        return NormalTail.above(near) - NormalTail.density(near) * NormalTail.millsRatio(far);
    }
}
