package dev.lathe.trust.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// An example by its number among those that were asked about, and its score.
public record RankedExample(int example, double score) {
    /// Those with the largest scores in either direction, the largest first; of equal ones the first.
    ///
    /// @param scores of all examples
    /// @param count how many at most
    public static List<RankedExample> largest(double[] scores, int count) {
        return IntStream.range(0, scores.length).mapToObj(i -> new RankedExample(i, scores[i]))
                .sorted(Comparator.comparingDouble((RankedExample one) -> -Math.abs(one.score))).limit(count).toList();
    }

    /// Those with the largest scores, the largest first; of equal ones the first.
    ///
    /// @param scores of all examples
    /// @param count how many at most
    public static List<RankedExample> highest(double[] scores, int count) {
        return IntStream.range(0, scores.length).mapToObj(i -> new RankedExample(i, scores[i]))
                .sorted(Comparator.comparingDouble((RankedExample one) -> -one.score)).limit(count).toList();
    }
}
