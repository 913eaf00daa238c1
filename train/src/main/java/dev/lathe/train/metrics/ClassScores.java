package dev.lathe.train.metrics;

/// A row of a classification report.
///
/// @param name the class, or the kind of average
/// @param precision of what was predicted as this class, the share that is; 0 if it was never predicted
/// @param recall of what is this class, the share that was predicted so; 0 if there is none
/// @param f1 the harmonic mean of both, `2 tp / (gold + predicted)`; 0 if the class occurs on neither side
/// @param support how many examples are of this class
public record ClassScores(String name, double precision, double recall, double f1, long support) {

    static ClassScores of(String name, ConfusionMatrix matrix, int k) {
        long truePositives = matrix.count(k, k);
        long gold = matrix.goldCount(k);
        long predicted = matrix.predictedCount(k);
        return new ClassScores(name, ratio(truePositives, predicted), ratio(truePositives, gold),
                ratio(2 * truePositives, gold + predicted), gold);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
