package dev.lathe.trust.federation;

import java.util.List;

/// What a client sends after its steps of a round.
///
/// @param client its name
/// @param examples of its training data, the weight of its values in a mean; at least 1
/// @param layout what its values are: each parameter's name and shape
/// @param values one parameter after the other
/// @param loss the mean of its steps
public record Update(String client, int examples, List<String> layout, float[] values, double loss) {
    public Update {
        layout = List.copyOf(layout);
        if (examples < 1) {
            throw new IllegalArgumentException("client '%s': %d examples: needs at least 1".formatted(client, examples));
        }
    }

    /// The same client with other values.
    Update with(float[] others) {
        return new Update(client, examples, layout, others, loss);
    }
}
