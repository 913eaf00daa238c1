package dev.lathe.bert.predict;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a classifier makes of a text.
///
/// @param label the label with the highest score
/// @param scores every label's score, in the model's order of labels: for one of several labels probabilities that sum
///     to 1, for labels of which any number may be true a probability each, 0 to 1, for regression the numbers
///     themselves
/// @param thresholds from which score on a label counts as true, of a model that says so; [#THRESHOLD] for other labels
public record Prediction(String label, double score, SequencedMap<String, Double> scores, Map<String, Double> thresholds) {
    /// The probability from which on a label counts as true, if any number of labels may be.
    public static final double THRESHOLD = 0.5;

    /// Of a model without thresholds of its own.
    public Prediction(String label, double score, SequencedMap<String, Double> scores) {
        this(label, score, scores, Map.of());
    }

    /// The labels that are true of the text, where any number may be: those whose score is at least the model's threshold, or
    /// [#THRESHOLD].
    public List<String> labels() {
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() >= thresholds.getOrDefault(entry.getKey(), THRESHOLD))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The labels whose score is at least a threshold, in the model's order.
    public List<String> labels(double threshold) {
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() >= threshold)
                .map(Map.Entry::getKey)
                .toList();
    }
}
