package dev.lathe.testkit;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.Optional;

/// What an op promises, said once and held against every backend by [Conformance].
public interface OpSpec {
    /// The op, and its variant where it has several.
    String name();

    /// The class that holds the op.
    Class<?> op();

    /// One element, odd lengths, shorter and longer than a vector, a shape of BERT's, and nothing where legal.
    List<Sample> samples(Rand rand);

    /// Runs the op as a caller would.
    Tensor apply(Workspace ws, Arguments in);

    /// The same in double precision, straight from the formula, with no regard for speed.
    Expected reference(Sample sample);

    /// The function whose derivatives the gradients are, of the result's shape: [#reference] itself, but for an op that is made to pass
    /// back another's.
    default Expected differentiated(Sample sample) {
        return reference(sample);
    }

    /// Calls that must be refused, each with its whole message.
    List<Refusal> refusals();

    /// What a random op decides by. The op is then run in a training workspace.
    default Optional<RandomKey> randomKey() {
        return Optional.empty();
    }

    /// Whether the op checks the values of an F32 input, and so refuses NaN there.
    default boolean checksValues(int input) {
        return false;
    }

    /// Size of the terms that may cancel inside one partial derivative. Rounding leaves a share of them, even
    /// where the derivative itself is 0: for y = x / |x| with a single feature they are 1 / |x| each.
    default double cancelling(Sample sample, int input) {
        return 0;
    }
}
