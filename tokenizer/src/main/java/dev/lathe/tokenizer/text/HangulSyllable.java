package dev.lathe.tokenizer.text;

/// Canonical decomposition of precomposed Hangul syllables, by arithmetic.
///
/// Source: The Unicode Standard, section 3.12, "Conjoining Jamo Behavior".
final class HangulSyllable {
    static final int FIRST = 0xAC00;
    static final int LAST = 0xD7A3;

    private static final int LEADING = 0x1100;
    private static final int VOWEL = 0x1161;
    private static final int TRAILING = 0x11A7;
    private static final int VOWELS = 21;
    private static final int TRAILINGS = 28;

    private HangulSyllable() {}

    static char leading(int syllable) {
        return (char) (LEADING + (syllable - FIRST) / (VOWELS * TRAILINGS));
    }

    static char vowel(int syllable) {
        return (char) (VOWEL + (syllable - FIRST) / TRAILINGS % VOWELS);
    }

    static boolean hasTrailing(int syllable) {
        return (syllable - FIRST) % TRAILINGS != 0;
    }

    static char trailing(int syllable) {
        return (char) (TRAILING + (syllable - FIRST) % TRAILINGS);
    }

    static String decompose(int syllable) {
        String open = "" + leading(syllable) + vowel(syllable);
        return hasTrailing(syllable) ? open + trailing(syllable) : open;
    }
}
