package dev.lathe.tokenizer.wordpiece;

/// What the section `decoder` of a `tokenizer.json` asks for.
enum DecodingForm {
    /// No decoder: tokens with a space between each two, as they are.
    SPACED,
    /// Pieces joined to words.
    JOINED,
    /// Pieces joined to words, the gaps before punctuation closed.
    CLEANED_UP
}
