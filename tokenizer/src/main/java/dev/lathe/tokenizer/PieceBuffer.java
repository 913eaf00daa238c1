package dev.lathe.tokenizer;

import java.util.Arrays;

/// The pieces of one text so far, as growing columns. Cleared, it keeps its room.
///
/// A [PieceReader] fills it: [#add] for each piece in the text's order, and [#endWord] behind the last one of a word.
public final class PieceBuffer {
    private static final int INITIAL_CAPACITY = 32;

    private int[] ids;
    private int[] starts;
    private int[] ends;
    private int[] words;
    private int size;
    private int word;
    private boolean wordIsFixed;

    /// Without any piece.
    public PieceBuffer() {
        ids = new int[INITIAL_CAPACITY];
        starts = new int[INITIAL_CAPACITY];
        ends = new int[INITIAL_CAPACITY];
        words = new int[INITIAL_CAPACITY];
    }

    /// Forgets all pieces.
    public void clear() {
        size = 0;
        word = 0;
        wordIsFixed = false;
    }

    /// How many pieces there are.
    public int size() {
        return size;
    }

    /// Adds a piece of the word.
    ///
    /// @param start where its text starts, in UTF-16 units
    /// @param end   where its text ends, exclusive
    public void add(int id, int start, int end) {
        if (size == ids.length) {
            grow();
        }
        ids[size] = id;
        starts[size] = start;
        ends[size] = end;
        words[size++] = word;
    }

    int start(int piece) {
        return starts[piece];
    }

    int end(int piece) {
        return ends[piece];
    }

    int word(int piece) {
        return words[piece];
    }

    /// What is added from here on belongs to the next word.
    public void endWord() {
        if (!wordIsFixed) {
            word++;
        }
    }

    /// What is added from here on belongs to this word, whatever ends in it.
    public void fixWord(int number) {
        word = number;
        wordIsFixed = true;
    }

    /// Forgets the pieces from `newSize` on.
    public void cutTo(int newSize) {
        size = newSize;
    }

    void copyTo(Span window, int[] idColumn, int[] startColumn, int[] endColumn, int[] wordColumn, int at) {
        int count = window.length();
        System.arraycopy(ids, window.start(), idColumn, at, count);
        System.arraycopy(starts, window.start(), startColumn, at, count);
        System.arraycopy(ends, window.start(), endColumn, at, count);
        System.arraycopy(words, window.start(), wordColumn, at, count);
    }

    private void grow() {
        int capacity = 2 * size + 8;
        ids = Arrays.copyOf(ids, capacity);
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        words = Arrays.copyOf(words, capacity);
    }
}
