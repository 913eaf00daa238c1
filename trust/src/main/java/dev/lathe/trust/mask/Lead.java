package dev.lathe.trust.mask;

/// Where what a rule looks for may begin: a regular expression that is tried at every character of a text costs ten times as much as one that is
/// tried at its numbers.
enum Lead {
    /// Anywhere.
    ANY,
    /// At the first digit of a word.
    NUMBER,
    /// At the first letter or digit of a word, or at the first of colons.
    WORD,
    /// At a plus, a bracket, or the first digit of a word.
    PHONE;

    /// Whether it may begin at a place of a folded text.
    boolean isAt(String text, int i) {
        char c = text.charAt(i);
        char before = i == 0 ? ' ' : text.charAt(i - 1);
        return switch (this) {
            case ANY -> true;
            case NUMBER -> isDigit(c) && !isWord(before);
            case WORD -> (isWord(c) || c == ':') && !isWord(before) && before != ':';
            case PHONE -> c == '+' || c == '(' || isDigit(c) && !isWord(before);
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
