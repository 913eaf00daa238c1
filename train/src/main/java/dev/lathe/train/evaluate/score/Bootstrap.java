package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/// The percentile bootstrap (Efron 1979): draws as many examples as there are, with replacement, many times over, and takes
/// the middle share of the scores that they give.
///
/// The same seed gives the same interval. Resamples in which a score is undefined, such as a correlation of equal values,
/// are left out.
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
        return new ConfidenceInterval(whole, quantile(found, (1 - level) / 2), quantile(found, (1 + level) / 2),
                level, examples, resamples, seed);
    }

    /// Linear between neighbours, as NumPy's `percentile`; NaN of nothing.
    private static double quantile(double[] values, double share) {
        return new Percentile().withEstimationType(Percentile.EstimationType.R_7).evaluate(values, share * 100);
    }
}
