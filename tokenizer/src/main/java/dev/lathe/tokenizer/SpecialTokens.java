package dev.lathe.tokenizer;

import java.util.List;

/// The names of the five tokens that BERT gives a meaning of their own.
///
/// @param unk  a word that the vocabulary cannot spell
/// @param sep  the end of each text
/// @param pad  filling, for those who pad
/// @param cls  the start of the input
/// @param mask a word to be guessed
public record SpecialTokens(String unk, String sep, String pad, String cls, String mask) {
    /// The names in every BERT vocabulary released by Google.
    public static final SpecialTokens BERT = new SpecialTokens("[UNK]", "[SEP]", "[PAD]", "[CLS]", "[MASK]");

    /// @throws IllegalArgumentException if a name is empty
    public SpecialTokens {
        if (List.of(unk, sep, pad, cls, mask).contains("")) {
            throw new IllegalArgumentException(
                    "specialTokens: unk '%s', sep '%s', pad '%s', cls '%s', mask '%s': a name is empty"
                            .formatted(unk, sep, pad, cls, mask));
        }
    }

    List<String> all() {
        return List.of(pad, unk, cls, sep, mask);
    }
}
