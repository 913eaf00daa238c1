package dev.lathe.train.evaluate.score;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A row of a report: a class, a label, a type of entity, or an average of them.
///
/// @param name the class, or the kind of average
/// @param precision of what was predicted as this class, the share that is; 0 if it was never predicted
/// @param recall of what is this class, the share that was predicted so; 0 if there is none
/// @param f1 the harmonic mean of both, `2 tp / (gold + predicted)`; 0 if the class occurs on neither side
/// @param support how many examples are of this class
public record ClassScores(String name, double precision, double recall, double f1, long support) {

    public static ClassScores of(String name, ConfusionMatrix matrix, int k) {
        return of(name, new MatchCounts(matrix.count(k, k), matrix.predictedCount(k), matrix.goldCount(k)));
    }

    public static ClassScores of(String name, MatchCounts counts) {
        return new ClassScores(name, counts.precision(), counts.recall(), counts.f1(), counts.gold());
    }

    /// Plain means; zeros if there are no rows.
    public static ClassScores macroAverage(List<ClassScores> rows) {
        return average("macro avg", rows, _ -> 1);
    }

    /// Means weighted by support; zeros if no row has any.
    public static ClassScores weightedAverage(List<ClassScores> rows) {
        return average("weighted avg", rows, ClassScores::support);
    }

    private static ClassScores average(String name, List<ClassScores> rows, ToDoubleFunction<ClassScores> weight) {
        double weights = sum(rows, weight);
        double divisor = weights == 0 ? 1 : weights;
        return new ClassScores(
                name,
                sum(rows, row -> weight.applyAsDouble(row) * row.precision()) / divisor,
                sum(rows, row -> weight.applyAsDouble(row) * row.recall()) / divisor,
                sum(rows, row -> weight.applyAsDouble(row) * row.f1()) / divisor,
                rows.stream().mapToLong(ClassScores::support).sum());
    }

    private static double sum(List<ClassScores> rows, ToDoubleFunction<ClassScores> value) {
        return PairwiseSum.of(rows.stream().mapToDouble(value).toArray());
    }

    /// Writes an object with scikit-learn's keys, under the name of the row.
    public void writeField(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("precision", precision);
        json.writeNumberField("recall", recall);
        json.writeNumberField("f1-score", f1);
        json.writeNumberField("support", support);
        json.writeEndObject();
    }
}
