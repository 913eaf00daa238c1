package dev.lathe.trust.federation.values;

import java.util.List;
import java.util.OptionalDouble;

/// What a client sends after its steps of a round.
///
/// @param client its name
/// @param examples of its training data, the weight of its values in a mean; at least 1
/// @param layout what its values are: each parameter's name and shape
/// @param values one parameter after the other
/// @param loss the mean of its steps; not a number if it is not told
/// @param epsilon what it has spent of its examples' privacy so far, if they are hidden
public record Update(String client, int examples, List<String> layout, float[] values, double loss, OptionalDouble epsilon) {
    public Update {
        layout = List.copyOf(layout);
        if (examples < 1) {
            throw new IllegalArgumentException("client '%s': %d examples: needs at least 1".formatted(client, examples));
        }
    }

    /// Of a client that hides no examples.
    public Update(String client, int examples, List<String> layout, float[] values, double loss) {
        this(client, examples, layout, values, loss, OptionalDouble.empty());
    }

    /// The same client with other values.
    public Update with(float[] others) {
        return new Update(client, examples, layout, others, loss, epsilon);
    }
}
