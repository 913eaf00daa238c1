package dev.lathe.tokenizer.text;

/// What becomes of a character before words are looked up.
enum CharacterRule {
    /// Becomes a single letter, often itself.
    LETTER,
    /// Becomes several characters, or one that is not a letter.
    MAPPED,
    /// Stays and is a word of its own.
    PUNCTUATION,
    /// Ends a word.
    SPACE,
    /// Stays or is mapped, apart from its neighbours.
    IDEOGRAPH,
    /// A Hangul syllable that falls into its jamo.
    HANGUL,
    /// Falls away before any other step sees it.
    REMOVED,
    /// Falls away as an accent without combining class.
    STRIPPED,
    /// Has a combining class, or decomposes into characters that have.
    MARK,
    /// Decomposes into a base and marks of which some stay.
    MARKED_BASE
}
