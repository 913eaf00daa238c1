package dev.lathe.train.evaluate.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Spearman's correlation of a sample: Pearson's of the ranks, where equal values share the mean of their ranks.
///
/// The examples are sorted once. A sample then needs one pass over them in that order to give every value its rank, which
/// makes a thousand resamples of ten thousand examples a matter of a second.
final class SpearmanScore implements SampleScore {

    private final Ranking gold;
    private final Ranking predicted;

    SpearmanScore(double[] gold, double[] predicted) {
        ValuePairs.check("spearman", gold, predicted);
        this.gold = Ranking.of(gold);
        this.predicted = Ranking.of(predicted);
    }

    @Override
    public int examples() {
        return gold.place.length;
    }

    @Override
    public double of(int[] chosen) {
        return PearsonScore.correlation(gold.ranks(chosen), predicted.ranks(chosen));
    }

    /// @param place which of the different values, in increasing order, each example has
    /// @param values how many different values there are
    private record Ranking(int[] place, int values) {

        static Ranking of(double[] numbers) {
            int[] order = IntStream.range(0, numbers.length).boxed()
                    .sorted(Comparator.comparingDouble(i -> numbers[i] + 0.0)).mapToInt(Integer::intValue).toArray();
            int[] place = new int[numbers.length];
            int values = 0;
            for (int i = 0; i < order.length; i++) {
                if (i > 0 && numbers[order[i]] != numbers[order[i - 1]]) {
                    values++;
                }
                place[order[i]] = values;
            }
            return new Ranking(place, values + 1);
        }

        /// The rank of each chosen example among the chosen ones.
        double[] ranks(int[] chosen) {
            int[] counts = new int[values];
            for (int example : chosen) {
                counts[place[example]]++;
            }
            double[] rankOfValue = new double[values];
            int before = 0;
            for (int value = 0; value < values; value++) {
                rankOfValue[value] = before + (counts[value] + 1) / 2.0;
                before += counts[value];
            }
            return Arrays.stream(chosen).mapToDouble(example -> rankOfValue[place[example]]).toArray();
        }
    }
}
