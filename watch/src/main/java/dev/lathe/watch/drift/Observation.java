package dev.lathe.watch.drift;

import java.util.List;

/// What is remembered of a text that a model has answered: numbers, and no word of it.
///
/// @param tokens that the model read
/// @param unknown the share of them that the vocabulary does not have, 0 to 1
/// @param label the answer
/// @param score the answer's, 0 to 1
/// @param scores those of all labels, in the model's order
public record Observation(int tokens, double unknown, String label, double score, List<Double> scores) {
    public Observation {
        scores = List.copyOf(scores);
    }
}
