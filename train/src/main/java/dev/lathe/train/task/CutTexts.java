package dev.lathe.train.task;

/// What a limit on tokens left out of some texts.
///
/// @param texts all of them, a pair counting as one
/// @param cut those of which something was left out
/// @param tokens of all, before
/// @param lost those that were left out
public record CutTexts(long texts, long cut, long tokens, long lost) {
    /// Where no text is cut: those that are too long are read in windows.
    public static final CutTexts NONE = new CutTexts(0, 0, 0, 0);

    /// These and others.
    public CutTexts with(CutTexts others) {
        return new CutTexts(texts + others.texts, cut + others.cut, tokens + others.tokens, lost + others.lost);
    }
}
