package dev.lathe.bert.predict;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tokenizer.Tokenizer;

/// Turns texts into tokens no longer than a model takes.
///
/// @param maxLength tokens at most, special ones included; longer texts are cut at their end
record TextEncoder(Tokenizer tokenizer, int maxLength) {
    /// @throws IllegalArgumentException if the model has fewer positions
    static TextEncoder of(ModelDirectory directory, int maxLength) {
        int positions = directory.config().bert().longestSequence();
        int shortest = directory.tokenizer().template().specialInSingle() + 1;
        if (maxLength < shortest || maxLength > positions) {
            throw new IllegalArgumentException(
                    "maxLength %d: needs %d to %d".formatted(maxLength, shortest, positions));
        }
        return new TextEncoder(directory.tokenizer(), maxLength);
    }

    TokenSequence encode(String text) {
        return TokenSequence.of(tokenizer.encode(text, maxLength));
    }

    TokenSequence encode(TextInput input) {
        return input.pair().map(pair -> TokenSequence.of(tokenizer.encode(input.text(), pair, maxLength)))
                .orElseGet(() -> encode(input.text()));
    }
}
