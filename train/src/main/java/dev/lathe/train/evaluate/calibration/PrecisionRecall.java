package dev.lathe.train.evaluate.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Precision and recall of one class for each threshold that its probability may be held against, and the average precision:
///
///     AP = sum over thresholds, from the highest down, of (recall - recall before) * precision
///
/// Source: scikit-learn's `precision_recall_curve` and `average_precision_score`, whose numbers these are.
///
/// @param points by falling threshold
/// @param averagePrecision 0 to 1; 0 if the class is never right
public record PrecisionRecall(List<Point> points, double averagePrecision) {
    /// @param threshold from which on the class is taken
    public record Point(double threshold, double precision, double recall) {}

    /// Of one class against the others.
    public static PrecisionRecall of(ScoredClasses scored, int positive) {
        var probabilities = new double[scored.size()];
        var has = new boolean[scored.size()];
        for (int i = 0; i < has.length; i++) {
            probabilities[i] = scored.probabilities(i)[positive];
            has[i] = scored.gold(i) == positive;
        }
        return of(probabilities, has);
    }

    /// @param probabilities of the class, one of each example
    /// @param has whether the class is right for the example
    public static PrecisionRecall of(double[] probabilities, boolean[] has) {
        int[] order = IntStream.range(0, has.length).boxed()
                .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a])).mapToInt(Integer::intValue).toArray();
        long all = IntStream.range(0, has.length).filter(i -> has[i]).count();
        var points = new ArrayList<Point>();
        double average = 0;
        double recallBefore = 0;
        long right = 0;
        for (int taken = 1; taken <= order.length; taken++) {
            int last = order[taken - 1];
            right += has[last] ? 1 : 0;
            // What has the same probability is taken together.
            if (all > 0 && (taken == order.length || probabilities[order[taken]] != probabilities[last])) {
                double precision = (double) right / taken;
                double recall = (double) right / all;
                points.add(new Point(probabilities[last], precision, recall));
                average += (recall - recallBefore) * precision;
                recallBefore = recall;
            }
        }
        return new PrecisionRecall(points, average);
    }
}
