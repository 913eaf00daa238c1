package dev.lathe.tokenizer;

/// What becomes of each character under one set of options: every step of BERT's normaliser folded
/// into one table look-up.
///
/// The reference runs cleaning, spacing of ideographs, decomposition, removal of accents and
/// lower-casing one after another over the whole text. Each of them treats a character on its own,
/// so their product is a function of the character; only marks with a combining class, which may
/// change places, need to be seen together ([MarkRun]).
final class CharacterRules {
    /// Becomes the single letter [#letter].
    static final byte LETTER = 0;
    /// Becomes the characters of [#mapping].
    static final byte MAPPED = 1;
    /// Stays and is a word of its own.
    static final byte PUNCTUATION = 2;
    /// Ends a word.
    static final byte SPACE = 3;
    /// Becomes [#mapping], apart from its neighbours.
    static final byte IDEOGRAPH = 4;
    /// A Hangul syllable that falls into its jamo.
    static final byte HANGUL = 5;
    /// Falls away before any other step sees it.
    static final byte REMOVED = 6;
    /// Falls away as an accent without combining class.
    static final byte STRIPPED = 7;
    /// Has a combining class, or decomposes into characters that have.
    static final byte MARK = 8;
    /// Decomposes into a base and marks of which some stay.
    static final byte MARKED_BASE = 9;

    /// Values of [#ascii] that are not the letter to put.
    static final byte ASCII_SPACE = -1;
    static final byte ASCII_PUNCTUATION = -2;
    static final byte ASCII_REMOVED = -3;

    private final CharacterTable table = CharacterTable.get();
    private final TokenizerOptions options;
    private final byte[] ascii = new byte[128];
    private final byte[] rules;
    private final char[] letters;
    private final String[] mappings;

    CharacterRules(TokenizerOptions options) {
        this.options = options;
        int records = table.recordCount();
        rules = new byte[records];
        letters = new char[records];
        mappings = new String[records];
        for (int record = 0; record < records; record++) {
            decide(record);
        }
        for (int c = 0; c < ascii.length; c++) {
            ascii[c] = asciiRule((char) c);
        }
    }

    /// For an ASCII character: the letter it becomes, or one of the negative values above.
    byte ascii(char c) {
        return ascii[c];
    }

    int record(int codePoint) {
        return table.record(codePoint);
    }

    byte rule(int record) {
        return rules[record];
    }

    /// For [#LETTER]: the letter, or 0 where the character stays as it is.
    char letter(int record) {
        return letters[record];
    }

    /// For [#MAPPED] and [#IDEOGRAPH]: the characters, or the empty string where it stays as it is.
    String mapping(int record) {
        return mappings[record];
    }

    /// How a character that came out of a mapping is split: as a letter, a space or punctuation.
    byte ruleOfResult(int codePoint) {
        int record = table.record(codePoint);
        if (table.has(record, CharacterTable.WHITESPACE)) {
            return SPACE;
        }
        return table.has(record, CharacterTable.PUNCTUATION) ? PUNCTUATION : LETTER;
    }

    /// The decomposition, which is the character itself where it has none.
    String decomposition(int codePoint) {
        String decomposed = table.decomposition(table.record(codePoint));
        return decomposed.isEmpty() ? Character.toString(codePoint) : decomposed;
    }

    int order(int codePoint) {
        return table.order(table.record(codePoint));
    }

    boolean isStripped(int codePoint) {
        return options.stripAccents() && table.has(table.record(codePoint), CharacterTable.NONSPACING_MARK);
    }

    /// The character as the last step, lower-casing, leaves it.
    String lowercase(int codePoint) {
        String lowered = options.lowercase() ? table.lowercase(table.record(codePoint)) : "";
        return lowered.isEmpty() ? Character.toString(codePoint) : lowered;
    }

    private void decide(int record) {
        mappings[record] = "";
        if (options.cleanText() && table.has(record, CharacterTable.REMOVED)) {
            rules[record] = REMOVED;
            return;
        }
        boolean ideograph = options.tokenizeChineseChars() && table.has(record, CharacterTable.CHINESE);
        String decomposed = options.stripAccents() ? table.decomposition(record) : "";
        if (options.stripAccents() && table.has(record, CharacterTable.HANGUL)) {
            rules[record] = HANGUL;
        } else if (ideograph) {
            rules[record] = IDEOGRAPH;
            mappings[record] = lowered(decomposed);
        } else if (decomposed.isEmpty()) {
            decideUndecomposed(record);
        } else {
            decideDecomposed(record, decomposed);
        }
    }

    private void decideUndecomposed(int record) {
        if (options.stripAccents() && table.order(record) > 0) {
            rules[record] = MARK;
        } else if (options.stripAccents() && table.has(record, CharacterTable.NONSPACING_MARK)) {
            rules[record] = STRIPPED;
        } else {
            decideMapping(record, options.lowercase() ? table.lowercase(record) : "");
        }
    }

    private void decideDecomposed(int record, String decomposed) {
        if (order(decomposed.codePointAt(0)) > 0) {
            rules[record] = MARK;
        } else if (decomposed.codePoints().anyMatch(part -> order(part) > 0 && !isStripped(part))) {
            rules[record] = MARKED_BASE;
        } else {
            String mapped = lowered(decomposed);
            if (mapped.isEmpty()) {
                rules[record] = STRIPPED;
            } else {
                decideMapping(record, mapped);
            }
        }
    }

    private void decideMapping(int record, String mapped) {
        mappings[record] = mapped;
        if (mapped.isEmpty()) {
            rules[record] = table.has(record, CharacterTable.WHITESPACE) ? SPACE
                    : table.has(record, CharacterTable.PUNCTUATION) ? PUNCTUATION : LETTER;
        } else if (mapped.length() == 1 && ruleOfResult(mapped.charAt(0)) == LETTER) {
            rules[record] = LETTER;
            letters[record] = mapped.charAt(0);
        } else {
            rules[record] = MAPPED;
        }
    }

    private String lowered(String decomposed) {
        var mapped = new StringBuilder();
        for (int i = 0; i < decomposed.length(); ) {
            int part = decomposed.codePointAt(i);
            i += Character.charCount(part);
            if (!isStripped(part)) {
                mapped.append(lowercase(part));
            }
        }
        return mapped.toString();
    }

    private byte asciiRule(char c) {
        int record = table.record(c);
        return switch (rules[record]) {
            case LETTER -> (byte) (letters[record] == 0 ? c : letters[record]);
            case SPACE -> ASCII_SPACE;
            case PUNCTUATION -> ASCII_PUNCTUATION;
            case REMOVED -> ASCII_REMOVED;
            default -> throw new IllegalStateException("U+%04X: no rule for ASCII".formatted((int) c));
        };
    }
}
