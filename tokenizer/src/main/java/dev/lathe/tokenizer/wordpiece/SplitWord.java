package dev.lathe.tokenizer.wordpiece;

import java.util.function.Consumer;

/// A word of the text as the pieces that it consists of so far.
final class SplitWord {
    private final long count;
    private final String[] pieces;
    private int size;

    /// @param count how often the word stands in the text
    SplitWord(String word, long count) {
        this.count = count;
        pieces = word.codePoints().mapToObj(Character::toString).toArray(String[]::new);
        size = pieces.length;
        for (int i = 1; i < size; i++) {
            pieces[i] = PieceMatcher.CONTINUATION + pieces[i];
        }
    }

    long count() {
        return count;
    }

    void forEachPair(Consumer<PieceMerger.Pair> consumer) {
        for (int i = 1; i < size; i++) {
            consumer.accept(new PieceMerger.Pair(pieces[i - 1], pieces[i]));
        }
    }

    /// Makes one piece of each such pair, from left to right.
    void join(PieceMerger.Pair pair, String joined) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i + 1 < size && pieces[i].equals(pair.left()) && pieces[i + 1].equals(pair.right())) {
                pieces[kept++] = joined;
                i++;
            } else {
                pieces[kept++] = pieces[i];
            }
        }
        size = kept;
    }
}
