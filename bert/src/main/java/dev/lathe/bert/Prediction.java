package dev.lathe.bert;

import java.util.SequencedMap;

/// What a classifier makes of a text.
///
/// @param label the most probable label
/// @param score its probability, 0 to 1
/// @param scores every label's probability, in the model's order of labels; they sum to 1
public record Prediction(String label, double score, SequencedMap<String, Double> scores) {}
