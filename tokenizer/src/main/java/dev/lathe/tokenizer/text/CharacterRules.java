package dev.lathe.tokenizer.text;

/// What becomes of each character under one set of options: every step of BERT's normaliser folded
/// into one table look-up.
///
/// The reference runs cleaning, spacing of ideographs, decomposition, removal of accents and
/// lower-casing one after another over the whole text. Each of them treats a character on its own,
/// so their product is a function of the character; only marks with a combining class, which may
/// change places, need to be seen together ([MarkRun]).
public final class CharacterRules {
    /// Values of [#ascii] that are not the letter to put.
    static final byte ASCII_SPACE = -1;
    static final byte ASCII_PUNCTUATION = -2;
    static final byte ASCII_REMOVED = -3;

    private static final char REPLACEMENT = '\uFFFD';

    private final CharacterTable table = CharacterTable.get();
    private final TokenizerOptions options;
    private final byte[] ascii = new byte[128];
    private final CharacterRule[] rules;
    private final char[] letters;
    private final String[] mappings;
    private final String[] lowercases;

    public CharacterRules(TokenizerOptions options) {
        this.options = options;
        int records = table.recordCount();
        rules = new CharacterRule[records];
        letters = new char[records];
        mappings = new String[records];
        lowercases = new String[records];
        for (int record = 0; record < records; record++) {
            lowercases[record] = options.lowercase() ? table.lowercase(record) : "";
        }
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

    /// The code point at `at` of the part that ends at `to`; U+FFFD for half a pair.
    static int codePoint(String text, int at, int to) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        if (Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(text.charAt(at + 1))) {
            return Character.toCodePoint(c, text.charAt(at + 1));
        }
        return REPLACEMENT;
    }

    int record(int codePoint) {
        return table.record(codePoint);
    }

    /// Whether cleaning makes a plain space of it, before any other step sees it.
    boolean isCleanedSpace(int record) {
        return options.cleanText() && table.has(record, CharacterTable.WHITESPACE)
                && !table.has(record, CharacterTable.REMOVED);
    }

    CharacterRule rule(int record) {
        return rules[record];
    }

    /// For [CharacterRule#LETTER]: the letter, or 0 where the character stays as it is.
    char letter(int record) {
        return letters[record];
    }

    /// For [CharacterRule#MAPPED] and [CharacterRule#IDEOGRAPH] what it becomes, for
    /// [CharacterRule#MARK] and [CharacterRule#MARKED_BASE] its decomposition before accents fall away;
    /// the empty string where that is the character itself.
    String mapping(int record) {
        return mappings[record];
    }

    /// How a character that came out of a mapping is split: as a letter, a space or punctuation.
    CharacterRule ruleOfResult(int codePoint) {
        return unmapped(table.record(codePoint));
    }

    private CharacterRule unmapped(int record) {
        if (table.has(record, CharacterTable.WHITESPACE)) {
            return CharacterRule.SPACE;
        }
        return table.has(record, CharacterTable.PUNCTUATION) ? CharacterRule.PUNCTUATION : CharacterRule.LETTER;
    }

    int order(int codePoint) {
        return table.order(table.record(codePoint));
    }

    boolean isStripped(int codePoint) {
        return options.stripAccents() && table.has(table.record(codePoint), CharacterTable.NONSPACING_MARK);
    }

    /// The character as the last step, lower-casing, leaves it; the empty string where nothing changes.
    String lowercase(int codePoint) {
        return lowercases[table.record(codePoint)];
    }

    private void decide(int record) {
        mappings[record] = "";
        if (options.cleanText() && table.has(record, CharacterTable.REMOVED)) {
            rules[record] = CharacterRule.REMOVED;
            return;
        }
        boolean ideograph = options.tokenizeChineseChars() && table.has(record, CharacterTable.CHINESE);
        String decomposed = options.stripAccents() ? table.decomposition(record) : "";
        if (options.stripAccents() && table.has(record, CharacterTable.HANGUL)) {
            rules[record] = CharacterRule.HANGUL;
        } else if (ideograph) {
            rules[record] = CharacterRule.IDEOGRAPH;
            mappings[record] = lowered(decomposed);
        } else if (decomposed.isEmpty()) {
            decideUndecomposed(record);
        } else {
            decideDecomposed(record, decomposed);
        }
    }

    private void decideUndecomposed(int record) {
        if (options.stripAccents() && table.order(record) > 0) {
            rules[record] = CharacterRule.MARK;
        } else if (options.stripAccents() && table.has(record, CharacterTable.NONSPACING_MARK)) {
            rules[record] = CharacterRule.STRIPPED;
        } else {
            decideMapping(record, lowercases[record]);
        }
    }

    private void decideDecomposed(int record, String decomposed) {
        mappings[record] = decomposed;
        if (order(decomposed.codePointAt(0)) > 0) {
            rules[record] = CharacterRule.MARK;
        } else if (decomposed.codePoints().anyMatch(part -> order(part) > 0 && !isStripped(part))) {
            rules[record] = CharacterRule.MARKED_BASE;
        } else {
            String mapped = lowered(decomposed);
            if (mapped.isEmpty()) {
                rules[record] = CharacterRule.STRIPPED;
            } else {
                decideMapping(record, mapped);
            }
        }
    }

    private void decideMapping(int record, String mapped) {
        mappings[record] = mapped;
        if (mapped.isEmpty()) {
            rules[record] = unmapped(record);
        } else if (mapped.length() == 1 && ruleOfResult(mapped.charAt(0)) == CharacterRule.LETTER) {
            rules[record] = CharacterRule.LETTER;
            letters[record] = mapped.charAt(0);
        } else {
            rules[record] = CharacterRule.MAPPED;
        }
    }

    private String lowered(String decomposed) {
        var mapped = new StringBuilder();
        for (int i = 0; i < decomposed.length(); ) {
            int part = decomposed.codePointAt(i);
            i += Character.charCount(part);
            if (!isStripped(part)) {
                String lowered = lowercase(part);
                mapped.append(lowered.isEmpty() ? Character.toString(part) : lowered);
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
            case MAPPED, IDEOGRAPH, HANGUL, STRIPPED, MARK, MARKED_BASE -> throw new IllegalStateException(
                    "U+%04X: %s, which no ASCII character is".formatted((int) c, rules[record]));
        };
    }
}
