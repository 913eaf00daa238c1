package dev.lathe.tokenizer;

import java.util.List;

/// What can be encoded: one text or two, as they stand or cut into words already.
///
/// Words given one by one are normalised and cut further like texts, but all tokens of a word carry its
/// place in the list as their word, and their offsets count within that word.
public sealed interface TokenizerInput {
    /// A text.
    ///
    /// @param text as it stands
    record Text(String text) implements TokenizerInput {}

    /// Two texts that belong together.
    ///
    /// @param first  as it stands
    /// @param second as it stands
    record TextPair(String first, String second) implements TokenizerInput {}

    /// A text cut into words.
    ///
    /// @param words in order
    record Words(List<String> words) implements TokenizerInput {
        /// Copies the list.
        public Words {
            words = List.copyOf(words);
        }
    }

    /// Two texts cut into words.
    ///
    /// @param first  words of the first text
    /// @param second words of the second text
    record WordsPair(List<String> first, List<String> second) implements TokenizerInput {
        /// Copies the lists.
        public WordsPair {
            first = List.copyOf(first);
            second = List.copyOf(second);
        }
    }
}
