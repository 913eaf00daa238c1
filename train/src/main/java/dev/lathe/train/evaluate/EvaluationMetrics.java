package dev.lathe.train.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// What one evaluation found: a line of `metrics.jsonl`.
///
/// @param epoch the epoch after which, or in which, it took place, from 1
/// @param step the optimiser step after which it took place; empty at the end of an epoch
/// @param split `dev`, `test` or `train`
/// @param loss the mean loss of the examples
/// @param scores further scores by their key, in the order in which they are written
public record EvaluationMetrics(
        int epoch, OptionalLong step, String split, double loss, SequencedMap<String, Double> scores) {

    /// An evaluation at the end of an epoch.
    public EvaluationMetrics(int epoch, String split, double loss, SequencedMap<String, Double> scores) {
        this(epoch, OptionalLong.empty(), split, loss, scores);
    }

    /// Copies the scores.
    public EvaluationMetrics {
        scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
    }

    /// The evaluation of a classifier, with `accuracy`, `macro_f1` and `weighted_f1`.
    ///
    /// @param epoch the epoch after which it took place, from 1
    /// @param split `dev`, `test` or `train`
    /// @param loss the mean loss of the examples
    /// @param report the scores
    /// @return the line
    public static EvaluationMetrics of(int epoch, String split, double loss, ClassificationReport report) {
        SequencedMap<String, Double> scores = new LinkedHashMap<>();
        scores.put("accuracy", report.accuracy());
        scores.put("macro_f1", report.macroAverage().f1());
        scores.put("weighted_f1", report.weightedAverage().f1());
        return new EvaluationMetrics(epoch, split, loss, scores);
    }
}
