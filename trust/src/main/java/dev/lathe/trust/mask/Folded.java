package dev.lathe.trust.mask;

import java.text.Normalizer;
import java.util.Arrays;

/// A text as its reader sees it, for patterns: digits of all scripts and full-width letters as ASCII, every blank a space, every dash a
/// hyphen, and nothing that is invisible. Each of its characters knows its place in the text.
final class Folded {
    private static final int FIRST_FOLDED = 0x80;

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private Folded(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    static Folded of(String original) {
        var folded = new StringBuilder(original.length());
        var starts = new int[original.length()];
        var ends = new int[original.length()];
        for (int i = 0; i < original.length();) {
            int c = original.codePointAt(i);
            int next = i + Character.charCount(c);
            if (!isInvisible(c)) {
                int length = folded.length();
                folded.appendCodePoint(folded(c));
                // A character beyond 16 bits fills as many places as it had, or fewer.
                Arrays.fill(starts, length, folded.length(), i);
                Arrays.fill(ends, length, folded.length(), next);
            }
            i = next;
        }
        return new Folded(folded.toString(), starts, ends);
    }

    private static boolean isInvisible(int c) {
        return c >= FIRST_FOLDED && Character.getType(c) == Character.FORMAT || c >= 0xFE00 && c <= 0xFE0F;
    }

    private static int folded(int c) {
        if (c < FIRST_FOLDED) {
            return c;
        }
        int type = Character.getType(c);
        if (type == Character.DECIMAL_DIGIT_NUMBER) {
            return '0' + Character.digit(c, 10);
        }
        if (type == Character.DASH_PUNCTUATION || c == 0x2212) {
            return '-';
        }
        if (type == Character.SPACE_SEPARATOR) {
            return ' ';
        }
        String compatible = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        // One character stands for one; what is spelled out in several stays.
        return compatible.length() == 1 && compatible.charAt(0) < FIRST_FOLDED ? compatible.charAt(0) : c;
    }

    String text() {
        return text;
    }

    /// Where a part of the folded text lies in the text.
    Span span(String type, int start, int end) {
        return new Span(type, starts[start], ends[end - 1]);
    }
}
