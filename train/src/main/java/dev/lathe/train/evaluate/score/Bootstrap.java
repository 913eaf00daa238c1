package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/// The percentile bootstrap (Efron 1979): draws as many examples as there are, with replacement, many times over, and takes
/// the middle share of the scores that they give.
///
/// The same seed gives the same interval. Resamples in which a score is undefined, such as a correlation of equal values,
/// are left out. Where all resamples have one score, as when all examples are right, a share's interval is Wilson's.
///
/// @param resamples how often to draw, 1 or more
/// @param level the share of the scores that the interval holds, between 0 and 1
/// @param seed where the draws start
public record Bootstrap(int resamples, double level, long seed) {

    /// @throws IllegalArgumentException if a value is out of its range
    public Bootstrap {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("bootstrap: " + resamples + " resamples, level " + level
                    + ": needs 1 or more, and a level between 0 and 1");
        }
    }

    /// 1,000 resamples and a level of 0.95.
    ///
    /// @param seed where the draws start
    /// @return the settings
    public static Bootstrap ofSeed(long seed) {
        return new Bootstrap(1000, 0.95, seed);
    }

    /// Finds the interval of a score.
    ///
    /// @param score what is scored
    /// @return the score of all examples with its interval
    public ConfidenceInterval interval(SampleScore score) {
        int examples = score.examples();
        RandomGenerator random = new MersenneTwister(seed);
        int[] chosen = new int[examples];
        double[] scores = new double[resamples];
        int defined = 0;
        for (int resample = 0; resample < resamples; resample++) {
            for (int i = 0; i < examples; i++) {
                chosen[i] = random.nextInt(examples);
            }
            double value = score.of(chosen);
            if (!Double.isNaN(value)) {
                scores[defined++] = value;
            }
        }
        double whole = score.of(IntStream.range(0, examples).toArray());
        double[] found = Arrays.copyOf(scores, defined);
        double low = quantile(found, (1 - level) / 2);
        double high = quantile(found, (1 + level) / 2);
        return low == high && score.isShare() ? wilson(whole, examples) : new ConfidenceInterval(
                whole, low, high, level, examples, resamples, seed, ConfidenceInterval.Method.BOOTSTRAP);
    }

    /// Of examples that are all alike no resample differs; how few they are still tells how sure one can be (Wilson 1927).
    private ConfidenceInterval wilson(double share, int examples) {
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + level) / 2);
        double spread = z * z / examples;
        double middle = (share + spread / 2) / (1 + spread);
        double half = z / (1 + spread) * Math.sqrt(share * (1 - share) / examples + spread / (4 * examples));
        return new ConfidenceInterval(
                share, Math.clamp(middle - half, 0, share), Math.clamp(middle + half, share, 1), level, examples, resamples, seed,
                ConfidenceInterval.Method.WILSON);
    }

    /// Linear between neighbours, as NumPy's `percentile`; NaN of nothing.
    private static double quantile(double[] values, double share) {
        return new Percentile().withEstimationType(Percentile.EstimationType.R_7).evaluate(values, share * 100);
    }
}
