package dev.lathe.bert.predict;

import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// Turns texts into tokens no longer than a model takes: in training, evaluation and use.
///
/// @param maxLength tokens at most, special ones included; longer texts are cut at their end
public record TextEncoder(Tokenizer tokenizer, int maxLength) {
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
        return encode(text, null);
    }

    TokenSequence encode(TextInput input) {
        return encode(input.text(), input.pair().orElse(null));
    }

    /// @param pair the second text, `null` where there is none
    public TokenSequence encode(String text, @Nullable String pair) {
        return TokenSequence.of(pair == null
                ? tokenizer.encode(text, maxLength)
                : tokenizer.encode(text, pair, maxLength));
    }
}
