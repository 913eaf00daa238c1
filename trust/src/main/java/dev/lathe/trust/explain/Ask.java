package dev.lathe.trust.explain;

import java.util.Optional;
import java.util.OptionalInt;

/// Which of a model's scores of a text is explained.
///
/// @param label of a model's labels; default the one that it says. Of a model that answers questions: `answer` (default), the sum of
///     `start` and `end`, which can be asked for alone
/// @param at a character of the text whose word's label is explained, of models that label words; default the first word that
///     is labelled other than `O`, else the first
public record Ask(Optional<String> label, Output output, OptionalInt at) {
    /// What the model says, before softmax.
    public static final Ask USUAL = new Ask(Optional.empty(), Output.LOGIT, OptionalInt.empty());

    public Ask withLabel(String other) {
        return new Ask(Optional.of(other), output, at);
    }

    public Ask withOutput(Output other) {
        return new Ask(label, other, at);
    }

    public Ask withAt(int other) {
        return new Ask(label, output, OptionalInt.of(other));
    }
}
