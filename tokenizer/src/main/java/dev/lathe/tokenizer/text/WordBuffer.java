package dev.lathe.tokenizer.text;

/// The normalised word that is being read, with the place in the text that each unit came from.
///
/// It never holds more than the longest word that is looked up; of a longer one only the place is kept.
public final class WordBuffer {
    private final int maxCodePoints;
    private final char[] units;
    private final int[] starts;
    private final int[] ends;
    private int length;
    private int codePoints;
    private int start;
    private int end;

    WordBuffer(int maxCodePoints) {
        this.maxCodePoints = maxCodePoints;
        units = new char[2 * maxCodePoints];
        starts = new int[2 * maxCodePoints];
        ends = new int[2 * maxCodePoints];
    }

    void clear() {
        length = 0;
        codePoints = 0;
    }

    boolean isEmpty() {
        return codePoints == 0;
    }

    public boolean isTooLong() {
        return codePoints > maxCodePoints;
    }

    /// Adds a character of the basic plane that came from `[from, to)` of the text.
    void append(char c, int from, int to) {
        if (codePoints == 0) {
            start = from;
        }
        end = to;
        if (codePoints >= maxCodePoints) {
            codePoints = maxCodePoints + 1;
            return;
        }
        codePoints++;
        appendUnit(c, from, to);
    }

    void append(int codePoint, int from, int to) {
        if (Character.isBmpCodePoint(codePoint)) {
            append((char) codePoint, from, to);
            return;
        }
        append(Character.highSurrogate(codePoint), from, to);
        if (!isTooLong()) {
            appendUnit(Character.lowSurrogate(codePoint), from, to);
        }
    }

    private void appendUnit(char unit, int from, int to) {
        units[length] = unit;
        starts[length] = from;
        ends[length++] = to;
    }

    public int length() {
        return length;
    }

    public char unit(int index) {
        return units[index];
    }

    /// The word, if it is not too long.
    public String text() {
        return new String(units, 0, length);
    }

    /// Where the text of the units `[from, to)` starts.
    public int startOf(int from) {
        return starts[from];
    }

    /// Where the text of the units up to `to` ends.
    public int endOf(int to) {
        return ends[to - 1];
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }
}
