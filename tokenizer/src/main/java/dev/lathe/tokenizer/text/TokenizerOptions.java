package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.SpecialTokens;

/// How text is normalised before it is looked up, and what the special tokens are called.
///
/// The names in `tokenizer_config.json` and `tokenizer.json` are given with each; where both files can
/// say it, the first is `tokenizer_config.json`'s.
///
/// @param lowercase            `do_lower_case`, `lowercase`: each character is replaced by its lower case
/// @param stripAccents         `strip_accents`: characters are decomposed and accents fall away; where
///                             a file says nothing, as `lowercase`
/// @param cleanText            `clean_text`: control characters fall away
/// @param tokenizeChineseChars `tokenize_chinese_chars`, `handle_chinese_chars`: each ideograph is a word
/// @param maxInputCharsPerWord `max_input_chars_per_word`: a longer word, in code points, is unknown;
///                             at least 1, at most 100,000
/// @param specialTokens        the names of the special tokens
public record TokenizerOptions(
        boolean lowercase,
        boolean stripAccents,
        boolean cleanText,
        boolean tokenizeChineseChars,
        int maxInputCharsPerWord,
        SpecialTokens specialTokens) {

    /// What every released BERT uses.
    public static final int DEFAULT_MAX_INPUT_CHARS_PER_WORD = 100;

    private static final int LARGEST_WORD = 100_000;

    /// @throws IllegalArgumentException if `maxInputCharsPerWord` is out of range
    public TokenizerOptions {
        if (maxInputCharsPerWord < 1 || maxInputCharsPerWord > LARGEST_WORD) {
            throw new IllegalArgumentException("tokenizerOptions: maxInputCharsPerWord %d: not in 1..%d"
                    .formatted(maxInputCharsPerWord, LARGEST_WORD));
        }
    }

    public TokenizerOptions lowercasing() {
        return new TokenizerOptions(
                true, stripAccents, cleanText, tokenizeChineseChars, maxInputCharsPerWord, specialTokens);
    }

    /// The options of bert-base-uncased and its kin.
    public static TokenizerOptions uncased() {
        return new TokenizerOptions(true, true, true, true, DEFAULT_MAX_INPUT_CHARS_PER_WORD, SpecialTokens.BERT);
    }

    /// The options of bert-base-cased and its kin.
    public static TokenizerOptions cased() {
        return new TokenizerOptions(false, false, true, true, DEFAULT_MAX_INPUT_CHARS_PER_WORD, SpecialTokens.BERT);
    }

    /// The same with another `lowercase`; accents stay as they are set.
    public TokenizerOptions withLowercase(boolean value) {
        return new TokenizerOptions(
                value, stripAccents, cleanText, tokenizeChineseChars, maxInputCharsPerWord, specialTokens);
    }

    /// The same with another `stripAccents`.
    public TokenizerOptions withStripAccents(boolean value) {
        return new TokenizerOptions(
                lowercase, value, cleanText, tokenizeChineseChars, maxInputCharsPerWord, specialTokens);
    }

    /// The same with another `cleanText`.
    public TokenizerOptions withCleanText(boolean value) {
        return new TokenizerOptions(
                lowercase, stripAccents, value, tokenizeChineseChars, maxInputCharsPerWord, specialTokens);
    }

    /// The same with another `tokenizeChineseChars`.
    public TokenizerOptions withTokenizeChineseChars(boolean value) {
        return new TokenizerOptions(
                lowercase, stripAccents, cleanText, value, maxInputCharsPerWord, specialTokens);
    }

    /// The same with another `maxInputCharsPerWord`.
    public TokenizerOptions withMaxInputCharsPerWord(int value) {
        return new TokenizerOptions(
                lowercase, stripAccents, cleanText, tokenizeChineseChars, value, specialTokens);
    }

    /// The same with other special tokens.
    public TokenizerOptions withSpecialTokens(SpecialTokens value) {
        return new TokenizerOptions(
                lowercase, stripAccents, cleanText, tokenizeChineseChars, maxInputCharsPerWord, value);
    }
}
