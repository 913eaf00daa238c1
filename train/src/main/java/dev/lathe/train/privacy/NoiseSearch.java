package dev.lathe.train.privacy;

import org.apache.commons.math3.analysis.solvers.AllowedSolution;
import org.apache.commons.math3.analysis.solvers.BracketingNthOrderBrentSolver;

/// Finds the noise, or the steps, that spend a budget and not more.
public final class NoiseSearch {
    private static final double LEAST = 1e-2;
    private static final double MOST = 1 << 20;
    private static final double DIGITS = 1e-9;
    private static final int EVALUATIONS = 200;

    private NoiseSearch() {}

    /// The least sigma, to nine digits.
    ///
    /// @param steps 1 or more
    /// @throws IllegalArgumentException if `epsilon` is not more than 0, or no noise is enough
    public static double sigma(Accountant accountant, double epsilon, double delta, double sampleRate, long steps) {
        requireEpsilon(epsilon);
        Accountant.requireDelta(delta);
        double above = 1;
        while (accountant.epsilon(new SampledGaussian(above, sampleRate), steps, delta) > epsilon) {
            above *= 2;
            if (above > MOST) {
                throw new IllegalArgumentException("epsilon %s: no noise is enough for %d steps at delta %s by %s".formatted(
                        epsilon, steps, delta, accountant.word()));
            }
        }
        double below = above / 2;
        while (accountant.epsilon(new SampledGaussian(below, sampleRate), steps, delta) <= epsilon) {
            above = below;
            below /= 2;
            if (below < LEAST) {
                return above;
            }
        }
        // In the end that side is taken which spends less.
        return new BracketingNthOrderBrentSolver(DIGITS, DIGITS, 5).solve(
                EVALUATIONS, sigma -> bounded(accountant.epsilon(new SampledGaussian(sigma, sampleRate), steps, delta)) - epsilon, below, above,
                AllowedSolution.BELOW_SIDE);
    }

    /// The solver needs numbers.
    private static double bounded(double epsilon) {
        return Math.min(epsilon, 1e6);
    }

    /// The most steps.
    ///
    /// @return 0 if one is too much
    public static long steps(Accountant accountant, double epsilon, double delta, SampledGaussian step) {
        requireEpsilon(epsilon);
        long enough = 0;
        long tooMany = 1;
        while (accountant.epsilon(step, tooMany, delta) <= epsilon) {
            enough = tooMany;
            tooMany *= 2;
            if (tooMany > Integer.MAX_VALUE) {
                return Integer.MAX_VALUE;
            }
        }
        while (tooMany - enough > 1) {
            long middle = (enough + tooMany) / 2;
            if (accountant.epsilon(step, middle, delta) <= epsilon) {
                enough = middle;
            } else {
                tooMany = middle;
            }
        }
        return enough;
    }

    private static void requireEpsilon(double epsilon) {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException("epsilon %s: needs more than 0".formatted(epsilon));
        }
    }
}
