package dev.lathe.train.task;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.TextEncoder;
import dev.lathe.tokenizer.Tokenizer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How the texts of data become tokens, and what is left out of them. Not for use by several threads.
public final class TextEncoding {
    private final TextEncoder encoder;
    private long texts;
    private long cut;
    private long tokens;
    private long lost;

    /// @param maxLength tokens at most, special ones included; longer texts are cut at their end
    public TextEncoding(Tokenizer tokenizer, int maxLength) {
        this.encoder = new TextEncoder(tokenizer, maxLength);
    }

    /// @param pair the second text, `null` where there is none
    public TokenSequence encode(String text, @Nullable String pair) {
        TokenSequence encoding = encoder.encode(text, pair);
        // Only a text that fills the limit may have been cut: only those are looked at twice.
        int whole = encoding.size() < encoder.maxLength() ? encoding.size() : wholeSize(text, pair);
        texts++;
        tokens += whole;
        lost += whole - encoding.size();
        cut += whole > encoding.size() ? 1 : 0;
        return encoding;
    }

    /// The share of a text's tokens that the vocabulary does not have.
    public double unknownShare(TokenSequence text) {
        OptionalInt unknown = encoder.tokenizer().vocabulary().id(encoder.tokenizer().specialTokens().unk());
        return unknown.isEmpty() ? 0 : (double) text.positionsOf(unknown.getAsInt()).length / text.size();
    }

    private int wholeSize(String text, @Nullable String pair) {
        return (pair == null ? encoder.tokenizer().encode(text) : encoder.tokenizer().encode(text, pair)).size();
    }

    /// What was left out of all texts so far.
    public CutTexts cutTexts() {
        return new CutTexts(texts, cut, tokens, lost);
    }
}
