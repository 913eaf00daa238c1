package dev.lathe.tokenizer.text;

import java.util.Arrays;

/// A text as normalising leaves it, with the place in the given text that each unit came from. Cleared, it keeps
/// its room.
public final class NormalizedText implements CharSequence {
    private static final int INITIAL_CAPACITY = 64;

    private char[] units = new char[INITIAL_CAPACITY];
    private int[] starts = new int[INITIAL_CAPACITY];
    private int[] ends = new int[INITIAL_CAPACITY];
    private int length;

    void clear() {
        length = 0;
    }

    void append(int codePoint, int start, int end) {
        if (Character.isBmpCodePoint(codePoint)) {
            append((char) codePoint, start, end);
        } else {
            append(Character.highSurrogate(codePoint), start, end);
            append(Character.lowSurrogate(codePoint), start, end);
        }
    }

    void append(char unit, int start, int end) {
        if (length == units.length) {
            int capacity = Math.max(length + 1, (int) Math.min(2L * length, Integer.MAX_VALUE - Long.SIZE));
            units = Arrays.copyOf(units, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        units[length] = unit;
        starts[length] = start;
        ends[length++] = end;
    }

    /// Where the given text of the units `[from, …)` starts.
    public int startOf(int from) {
        return starts[from];
    }

    /// Where the given text of the units up to `to` ends.
    public int endOf(int to) {
        return ends[to - 1];
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return units[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(units, start, end - start);
    }

    @Override
    public String toString() {
        return new String(units, 0, length);
    }
}
