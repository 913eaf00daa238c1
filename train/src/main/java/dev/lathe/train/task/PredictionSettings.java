package dev.lathe.train.task;

import dev.lathe.bert.predict.Aggregation;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How models of some tasks make their predictions; what a task has no use for it ignores.
///
/// @param aggregation how the labels of word pieces become entities; if empty the usual way for the model's labels
/// @param noAnswerThreshold how much higher than no answer one must be scored; infinite to answer always, the model's own if empty
/// @param best how many of the best answers are listed, none if empty; of a classifier how many of the best labels, all if empty
public record PredictionSettings(
        Optional<Aggregation> aggregation, OptionalDouble noAnswerThreshold, OptionalInt best) {
    /// As usual.
    public static final PredictionSettings USUAL =
            new PredictionSettings(Optional.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
