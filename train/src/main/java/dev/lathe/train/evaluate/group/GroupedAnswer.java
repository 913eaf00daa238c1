package dev.lathe.train.evaluate.group;

import java.util.List;
import java.util.OptionalDouble;

/// What was said of one text, what is right, and whose it is.
///
/// @param groups a value a column: `[female, old]`
/// @param gold the right label
/// @param predicted the label that was given
/// @param probability of the given label, 0 to 1; empty where none is known
public record GroupedAnswer(List<String> groups, String gold, String predicted, OptionalDouble probability) {
    public GroupedAnswer {
        groups = List.copyOf(groups);
        if (probability.isPresent() && !(probability.getAsDouble() >= 0 && probability.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("probability %s: needs 0 to 1".formatted(probability.getAsDouble()));
        }
    }

    boolean isRight() {
        return gold.equals(predicted);
    }
}
