package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// How good an attribution is, measured on the model itself.
///
/// | number | is | better |
/// |---|---|---|
/// | `completeness` | the sum's distance from the difference, as a share of it; of methods that promise it | smaller |
/// | `infidelity` | the mean of (Σ scores of words left out - how much the number fell)², over random sets of words | smaller |
/// | `sensitivity` | the largest change of the scores, as a share of their length, when embeddings move a little; of methods of gradients | smaller |
/// | `deletion` | area under the number as words are left out, the most important first | smaller |
/// | `insertion` | area under the number as words come, the most important first | larger |
///
/// Source: Sundararajan et al., 2017 (completeness); Yeh et al., 2019, definitions 2.1 and 3.1 (infidelity with words removed,
/// sensitivity as the largest of samples); Petsiuk et al., 2018, section 3.3 (curves).
///
/// @param randomDeletion the mean of the same over random orders
/// @param randomInsertion as above
/// @param forward passes of the model that the scores took
/// @param backward those of them that went back too
public record Quality(
        OptionalDouble completeness, double infidelity, OptionalDouble sensitivity,
        double deletion, double insertion, double randomDeletion, double randomInsertion, long forward, long backward) {
    private static final int RANDOM_ORDERS = 10;
    private static final int RANDOM_SETS = 50;
    private static final int MOVES = 5;
    /// Of the embeddings' length, as a share of it.
    private static final double RADIUS = 0.02;

    /// @param explained whose scores are judged; infidelity and sensitivity are of this number
    /// @param shown the number whose curves are drawn, such as a probability; of the same text
    /// @param seed of what is drawn
    public static Quality of(ExplainedText explained, ExplainedText shown, AttributionMethod method, long seed) {
        var counted = new CountedText(explained);
        Attribution attribution = method.attribute(counted);
        int words = explained.words().size();
        var draws = new SeededDraws(seed);
        int[] order = IntStream.range(0, words).boxed()
                .sorted(Comparator.comparingDouble((Integer w) -> -attribution.words().get(w)))
                .mapToInt(Integer::intValue).toArray();
        List<int[]> orders = new ArrayList<>();
        orders.add(order);
        for (int i = 0; i < RANDOM_ORDERS; i++) {
            orders.add(draws.order(words));
        }
        double[] deletion = areas(shown, orders, true);
        double[] insertion = areas(shown, orders, false);
        return new Quality(
                method.isComplete() ? OptionalDouble.of(attribution.completenessError()) : OptionalDouble.empty(),
                infidelity(explained, attribution, draws),
                method.isOfGradients() ? OptionalDouble.of(sensitivity(explained, method, attribution, seed)) : OptionalDouble.empty(),
                deletion[0], insertion[0], meanOfRandom(deletion), meanOfRandom(insertion),
                counted.forward(), counted.backward());
    }

    private static double meanOfRandom(double[] areas) {
        double sum = 0;
        for (int i = 1; i < areas.length; i++) {
            sum += areas[i];
        }
        return sum / (areas.length - 1);
    }

    /// For each order the area under the number by the share of words that are gone or there, by trapezoids.
    private static double[] areas(ExplainedText text, List<int[]> orders, boolean deletion) {
        int words = text.words().size();
        List<BitSet> absent = new ArrayList<>();
        for (int[] order : orders) {
            var gone = new BitSet();
            gone.set(0, deletion ? 0 : words);
            absent.add((BitSet) gone.clone());
            for (int word : order) {
                gone.flip(word);
                absent.add((BitSet) gone.clone());
            }
        }
        double[] values = text.without(absent);
        var areas = new double[orders.size()];
        for (int o = 0; o < areas.length; o++) {
            for (int i = 0; i < words; i++) {
                int at = o * (words + 1) + i;
                areas[o] += (values[at] + values[at + 1]) / (2 * words);
            }
        }
        return areas;
    }

    private static double infidelity(ExplainedText text, Attribution attribution, SeededDraws draws) {
        List<BitSet> absent = new ArrayList<>();
        absent.add(new BitSet());
        for (int i = 0; i < RANDOM_SETS; i++) {
            absent.add(draws.anySet(text.words().size()));
        }
        double[] values = text.without(absent);
        double sum = 0;
        for (int i = 1; i < values.length; i++) {
            double scores = absent.get(i).stream().mapToDouble(attribution.words()::get).sum();
            double fall = values[0] - values[i];
            sum += (scores - fall) * (scores - fall);
        }
        return sum / RANDOM_SETS;
    }

    private static double sensitivity(ExplainedText text, AttributionMethod method, Attribution attribution, long seed) {
        double length = distance(attribution.words(), Collections.nCopies(attribution.words().size(), 0.0));
        double most = 0;
        for (int move = 0; move < MOVES; move++) {
            Attribution moved = method.attribute(MovedText.of(text, RADIUS, seed, move));
            most = Math.max(most, distance(attribution.words(), moved.words()));
        }
        return length == 0 ? 0 : most / length;
    }

    private static double distance(List<Double> a, List<Double> b) {
        double squares = 0;
        for (int i = 0; i < a.size(); i++) {
            double difference = a.get(i) - b.get(i);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
