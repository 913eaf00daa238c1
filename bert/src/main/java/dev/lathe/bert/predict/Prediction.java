package dev.lathe.bert.predict;

import dev.lathe.bert.directory.GroupThresholds;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a classifier makes of a text.
///
/// @param label the label with the highest score, or that which thresholds by group give
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

    /// With the label that thresholds by group give a text, and its score.
    ///
    /// @param by of a model that gives each text one of several labels
    /// @throws IllegalArgumentException if they know no such group
    public Prediction settled(GroupThresholds by, String group) {
        List<String> names = List.copyOf(scores.keySet());
        double[] probabilities = scores.values().stream().mapToDouble(Double::doubleValue).toArray();
        int chosen = by.choose(probabilities, names, group);
        return new Prediction(names.get(chosen), probabilities[chosen], scores, thresholds);
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
