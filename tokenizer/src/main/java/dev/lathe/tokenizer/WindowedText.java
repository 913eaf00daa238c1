package dev.lathe.tokenizer;

import java.util.List;

/// A text of any length as the sequences that a model can read: windows over its tokens, each with the special tokens
/// around it and, where there is one, behind the same first text, such as a question.
///
/// Tokens of the text are numbered from 0, without the special ones around them.
public final class WindowedText {
    private final InputEncoder encoder;
    private final List<Span> windows;
    private final PieceBuffer text;
    private final int[] widest;
    /// Where the text begins in a sequence.
    private final int before;
    private final Sequences sequences;

    /// A window's tokens between those that all windows have.
    interface Sequences {
        Encoding of(Span window);
    }

    WindowedText(InputEncoder encoder, PieceBuffer text, List<Span> windows, int before, Sequences sequences) {
        this.encoder = encoder;
        this.text = text;
        this.windows = windows;
        this.widest = TextWindows.widest(windows, text.size());
        this.before = before;
        this.sequences = sequences;
    }

    /// A sequence for each window; new ones.
    public List<Encoding> sequences() {
        return windows.stream().map(sequences::of).toList();
    }

    /// How many sequences there are.
    public int windows() {
        return windows.size();
    }

    /// The tokens that a window shows.
    public Span window(int window) {
        return windows.get(window);
    }

    /// How many tokens the text has.
    public int tokens() {
        return text.size();
    }

    /// Where in the text a token starts, as in [Encoding#start].
    public int start(int token) {
        return text.start(token);
    }

    /// Where in the text a token ends, as in [Encoding#end].
    public int end(int token) {
        return text.end(token);
    }

    /// The word of a token, as in [Encoding#wordId].
    public int wordId(int token) {
        return text.word(token);
    }

    /// The window that shows most of what is around a token.
    public int widest(int token) {
        return widest[token];
    }

    /// Where a token is in the sequence of a window.
    public int inSequence(int window, int token) {
        return before + token - windows.get(window).start();
    }

    /// The whole text between the special tokens of one alone; a new encoding.
    public Encoding encoding() {
        return encoder.whole(text);
    }

    /// Where a token of the text is in [#encoding].
    public int inEncoding(int token) {
        return encoder.single().first(text.size()).start() + token;
    }
}
