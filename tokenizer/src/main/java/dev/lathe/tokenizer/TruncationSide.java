package dev.lathe.tokenizer;

/// Which end of a text falls away.
public enum TruncationSide {
    /// Its beginning; the first window shows the end of the text.
    LEFT,
    /// Its end; the first window shows the beginning of the text.
    RIGHT
}
