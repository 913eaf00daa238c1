package dev.lathe.tokenizer;

import java.util.List;

/// Reads texts into pieces, the tokens without the special ones around them: what each kind of tokenizer does its own
/// way.
///
/// It may be used again and again, by one thread at a time. What it gives is its own and holds until the next reading.
public interface PieceReader {
    /// At least the first `limit` pieces of a text, or all that it has.
    PieceBuffer read(String text, int limit);

    /// All pieces of words given one by one; the word of each is its place in the list.
    PieceBuffer readWords(List<String> words);
}
