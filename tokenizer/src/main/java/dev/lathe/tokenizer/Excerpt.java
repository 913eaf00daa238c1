package dev.lathe.tokenizer;

/// What a file says, short enough for one line of a message.
public final class Excerpt {
    private static final int LONGEST = 60;
    private static final int SHOWN = 40;

    private Excerpt() {}

    /// The text itself where it is short; else its beginning and how long it is. What would end the line, or is
    /// half a character, stands there as its code.
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return onOneLine(text);
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return "%s… (%d characters)".formatted(
                onOneLine(text.substring(0, end)), text.codePointCount(0, text.length()));
    }

    private static String onOneLine(String text) {
        var line = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean breaks = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
            if (breaks || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                line.append("\\u%04X".formatted(c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
