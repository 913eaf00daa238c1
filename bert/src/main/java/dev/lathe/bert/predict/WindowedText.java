package dev.lathe.bert.predict;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A text of any length as the sequences that a model can read: windows over its tokens, each behind the same tokens,
/// such as those of a question.
///
/// Tokens of the text are numbered from 0, without the special ones around them.
public final class WindowedText {
    private final int[] before;
    private final int typeId;
    private final Encoding text;
    private final List<TokenWindows.Window> windows;
    private final int[] widest;

    private WindowedText(int[] before, int typeId, Encoding text, TokenWindows windows) {
        this.before = before;
        this.typeId = typeId;
        this.text = text;
        this.windows = windows.over(text.size() - 2);
        this.widest = TokenWindows.widest(this.windows, text.size() - 2);
    }

    /// A text alone.
    ///
    /// @param text the whole text between its two special tokens
    /// @param maxLength tokens of a sequence, special ones included
    /// @param stride tokens of the text that neighbouring windows share
    /// @throws IllegalArgumentException if windows would not move on
    public static WindowedText alone(Encoding text, int maxLength, int stride) {
        return new WindowedText(new int[] {text.id(0)}, 0, text, new TokenWindows(maxLength - 2, stride));
    }

    /// The second text of a pair.
    ///
    /// @param first the first text between its two special tokens
    /// @param stride tokens of the text that neighbouring windows share; at most half of what a window shows of it
    public static WindowedText behind(Encoding first, Encoding text, int maxLength, int stride) {
        int kept = maxLength - first.size() - 1;
        return new WindowedText(first.ids(), 1, text, new TokenWindows(kept, Math.min(stride, kept / 2)));
    }

    /// A sequence for each window.
    public List<TokenSequence> sequences() {
        var sequences = new ArrayList<TokenSequence>();
        int[] ids = text.ids();
        for (TokenWindows.Window window : windows) {
            var sequence = Arrays.copyOf(before, before.length + window.size() + 1);
            System.arraycopy(ids, window.start() + 1, sequence, before.length, window.size());
            sequence[sequence.length - 1] = ids[ids.length - 1];
            var types = new int[sequence.length];
            Arrays.fill(types, before.length, types.length, typeId);
            sequences.add(TokenSequence.of(sequence, types));
        }
        return sequences;
    }

    /// How many sequences there are.
    public int windows() {
        return windows.size();
    }

    /// Tokens of the text.
    public int tokens() {
        return widest.length;
    }

    /// Where a token of the text is in the encoding.
    public int inEncoding(int token) {
        return token + 1;
    }

    /// The whole text.
    public Encoding encoding() {
        return text;
    }

    /// The window that shows most of what is around a token.
    public int widest(int token) {
        return widest[token];
    }

    /// The first token that a window shows.
    public int start(int window) {
        return windows.get(window).start();
    }

    /// Behind the last token that a window shows.
    public int end(int window) {
        return windows.get(window).end();
    }

    /// Where a token is in the sequence of a window.
    public int inSequence(int window, int token) {
        return before.length + token - windows.get(window).start();
    }
}
