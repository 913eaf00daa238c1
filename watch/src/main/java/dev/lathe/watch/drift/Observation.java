package dev.lathe.watch.drift;

import java.util.List;

/// What is remembered of a text that a model has answered: numbers, and no word of it.
///
/// @param tokens that the model read
/// @param unknown the share of them that the vocabulary does not have, 0 to 1
/// @param label the answer; empty where the answer is a vector
/// @param score the answer's, 0 to 1
/// @param scores those of all labels, in the model's order; of a vector what [Projection] leaves of it
public record Observation(int tokens, double unknown, String label, double score, List<Double> scores) {
    public Observation {
        scores = List.copyOf(scores);
    }

    /// Of a text that was answered with a vector. Its direction counts, and not its length.
    public static Observation ofVector(int tokens, double unknown, float[] vector) {
        return new Observation(tokens, unknown, "", 0, Projection.of(vector));
    }

    boolean isVector() {
        return label.isEmpty();
    }
}
