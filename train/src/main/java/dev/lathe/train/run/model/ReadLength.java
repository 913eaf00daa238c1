package dev.lathe.train.run.model;

import dev.lathe.train.task.CutTexts;
import java.util.Locale;
import java.util.Optional;

/// How much of each example an evaluation read.
///
/// @param tokens of an example at most, special ones included
/// @param model how many a prediction would read
/// @param cut what that left out
public record ReadLength(int tokens, int model, CutTexts cut) {
    static final ReadLength WHOLE = new ReadLength(0, 0, CutTexts.NONE);

    /// What whoever compares with predictions should know; empty if these read the same.
    ///
    /// @return a line without an end
    public Optional<String> note() {
        return tokens == model || cut.cut() == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "length  %d tokens at most, as the training's own evaluation: %,d of %,d texts are longer; predictions read up to %d, and so does "
                        + "'evaluate --max-length %d'", tokens, cut.cut(), cut.texts(), model, model));
    }
}
