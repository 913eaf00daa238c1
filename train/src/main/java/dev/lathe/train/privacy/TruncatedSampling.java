package dev.lathe.train.privacy;

import java.util.List;
import org.apache.commons.math3.special.Beta;

/// Steps whose batches are drawn by chance, and of which a chance selection is taken where more than a number were drawn.
///
/// Leaving an example out of a batch that is full lets another one in, which moves the sum twice as far; that happens with the
/// probability that a batch is full without it. Source: Ganesh, 2025, "Tighter privacy analysis for truncated Poisson sampling".
///
/// @param examples of the data
/// @param sampleRate probability to be drawn
/// @param most taken at most, 1 or more
/// @param sigma of the noise over the most that one example can add
public record TruncatedSampling(int examples, double sampleRate, int most, double sigma) {
    public TruncatedSampling {
        new SampledGaussian(sigma, sampleRate);
        if (examples < 1 || most < 1) {
            throw new IllegalArgumentException("%d examples, %d at most: needs 1 or more".formatted(examples, most));
        }
    }

    /// Some steps alike.
    public record Steps(TruncatedSampling step, long steps) {}

    /// What all of some steps spend together, by their privacy losses.
    public static double epsilon(List<Steps> all, double delta) {
        Accountant.requireDelta(delta);
        return Math.max(sum(all, GaussianPair.Side.REMOVE).epsilon(delta), sum(all, GaussianPair.Side.ADD).epsilon(delta));
    }

    private static LossDistribution sum(List<Steps> all, GaussianPair.Side side) {
        return all.stream().map(some -> some.step.loss(side).times(some.steps)).reduce(LossDistribution::plus).orElseThrow();
    }

    private LossDistribution loss(GaussianPair.Side side) {
        LossDistribution single = LossDistribution.of(new GaussianPair(sigma, sampleRate, side), LossAccountant.STEP);
        double full = atLeast(most, examples - 1);
        if (full == 0) {
            return single;
        }
        // To be among those taken, where the batch is full.
        double taken = atLeast(most + 1, examples) * most / (full * examples);
        return LossDistribution.mixture(
                LossDistribution.of(new GaussianPair(sigma / 2, taken, GaussianPair.Side.REPLACE), LossAccountant.STEP), full, single);
    }

    /// P(at least `count` of `of` are drawn).
    private double atLeast(int count, int of) {
        if (count > of) {
            return 0;
        }
        return sampleRate == 1 ? 1 : Beta.regularizedBeta(sampleRate, count, of - count + 1.0);
    }
}
