package dev.lathe.tokenizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

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
                            .formatted(Excerpt.of(unk), Excerpt.of(sep), Excerpt.of(pad), Excerpt.of(cls), Excerpt.of(mask)));
        }
    }

    /// Each name with the key that Hugging Face's files have for it, in the order in which they get ids.
    public SequencedMap<String, String> byKey() {
        var names = new LinkedHashMap<String, String>();
        names.put("unk_token", unk);
        names.put("sep_token", sep);
        names.put("pad_token", pad);
        names.put("cls_token", cls);
        names.put("mask_token", mask);
        return names;
    }

    public List<String> all() {
        return List.of(pad, unk, cls, sep, mask);
    }
}
