package dev.lathe.bert.predict.open;

import dev.lathe.bert.encoder.TokenSequence;
import java.util.List;
import java.util.function.Function;

/// What a model reads of one input, and what becomes of the values that it gives each sequence.
///
/// @param sequences the input as tokens: one sequence, or one a window or choice
/// @param result makes the answer of each sequence's values
public record Reading<R>(List<TokenSequence> sequences, Function<List<float[]>, R> result) {
    public static <R> Reading<R> of(TokenSequence sequence, Function<float[], R> result) {
        return new Reading<>(List.of(sequence), values -> result.apply(values.getFirst()));
    }

    /// Tokens that the model reads, special ones included.
    public int tokens() {
        return tokens(sequences);
    }

    public static int tokens(List<TokenSequence> sequences) {
        return sequences.stream().mapToInt(TokenSequence::size).sum();
    }
}
