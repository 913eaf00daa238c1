package dev.lathe.train.task;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/// How texts become tokens.
///
/// @param maxLength tokens at most, special ones included; longer texts are cut at their end
public record TextEncoding(Tokenizer tokenizer, int maxLength) {
    /// @param pair the second text, `null` where there is none
    public TokenSequence encode(String text, @Nullable String pair) {
        return TokenSequence.of(pair == null
                ? tokenizer.encode(text, maxLength)
                : tokenizer.encode(text, pair, maxLength));
    }
}
