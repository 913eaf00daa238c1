package dev.lathe.tokenizer;

import java.util.Arrays;

/// The pieces of one text so far, as growing columns.
final class PieceBuffer {
    private int[] ids;
    private int[] starts;
    private int[] ends;
    private int[] words;
    private int size;
    private int word;

    PieceBuffer(int capacity) {
        ids = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
        words = new int[capacity];
    }

    int size() {
        return size;
    }

    void add(int id, int start, int end) {
        if (size == ids.length) {
            grow();
        }
        ids[size] = id;
        starts[size] = start;
        ends[size] = end;
        words[size++] = word;
    }

    /// What is added from here on belongs to the next word.
    void endWord() {
        word++;
    }

    /// Forgets the pieces from `newSize` on.
    void cutTo(int newSize) {
        size = newSize;
    }

    void copyTo(int count, int[] idColumn, int[] startColumn, int[] endColumn, int[] wordColumn, int at) {
        System.arraycopy(ids, 0, idColumn, at, count);
        System.arraycopy(starts, 0, startColumn, at, count);
        System.arraycopy(ends, 0, endColumn, at, count);
        System.arraycopy(words, 0, wordColumn, at, count);
    }

    private void grow() {
        int capacity = 2 * size + 8;
        ids = Arrays.copyOf(ids, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        words = Arrays.copyOf(words, capacity);
    }
}
