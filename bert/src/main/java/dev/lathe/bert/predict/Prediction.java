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
public record Prediction(String label, double score, SequencedMap<String, Double> scores) {
    /// The probability from which on a label counts as true, if any number of labels may be.
    public static final double THRESHOLD = 0.5;

    /// The labels that are true of the text, where any number may be: those whose score is at least [#THRESHOLD].
    public List<String> labels() {
        return labels(THRESHOLD);
    }

    /// The labels whose score is at least a threshold, in the model's order.
    public List<String> labels(double threshold) {
        return scores.entrySet().stream()
                .filter(entry -> entry.getValue() >= threshold)
                .map(Map.Entry::getKey)
                .toList();
    }
}
