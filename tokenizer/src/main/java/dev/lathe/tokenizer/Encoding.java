package dev.lathe.tokenizer;

import java.util.Arrays;
import java.util.List;

/// The tokens of a text or a pair of texts, with the special tokens around them. Immutable.
///
/// Offsets count UTF-16 units of the `String` that the token came from: the first or the second of a
/// pair. Special tokens around the texts have the offsets 0 and 0 and the word -1. Words are numbered
/// from 0 in each text; a word is what lies between spaces, with each punctuation mark, each ideograph
/// and each special token that stood in the text a word of its own.
public final class Encoding {
    private static final int NO_WORD = -1;

    private final Vocabulary vocabulary;
    private final int[] ids;
    private final int[] starts;
    private final int[] ends;
    private final int[] words;
    /// Where the second text begins, or the size if there is none.
    private final int secondStart;

    private Encoding(Vocabulary vocabulary, int size, int secondStart) {
        this.vocabulary = vocabulary;
        this.secondStart = secondStart;
        ids = new int[size];
        starts = new int[size];
        ends = new int[size];
        words = new int[size];
    }

    static Encoding of(Vocabulary vocabulary, int clsId, int sepId, PieceBuffer text, int count) {
        var encoding = new Encoding(vocabulary, count + 2, count + 2);
        encoding.putSpecial(0, clsId);
        encoding.putText(1, text, count, sepId);
        return encoding;
    }

    static Encoding of(
            Vocabulary vocabulary, int clsId, int sepId, PieceBuffer first, PieceBuffer second, PairLengths lengths) {
        int secondStart = lengths.first() + 2;
        var encoding = new Encoding(vocabulary, secondStart + lengths.second() + 1, secondStart);
        encoding.putSpecial(0, clsId);
        encoding.putText(1, first, lengths.first(), sepId);
        encoding.putText(secondStart, second, lengths.second(), sepId);
        return encoding;
    }

    private void putText(int at, PieceBuffer text, int count, int sepId) {
        text.copyTo(count, ids, starts, ends, words, at);
        putSpecial(at + count, sepId);
    }

    private void putSpecial(int at, int id) {
        ids[at] = id;
        words[at] = NO_WORD;
    }

    /// How many tokens there are, special ones included.
    public int size() {
        return ids.length;
    }

    /// The id of the token at `index`.
    public int id(int index) {
        return ids[index];
    }

    /// The token at `index` as the vocabulary spells it.
    public String token(int index) {
        return vocabulary.token(ids[index]);
    }

    /// 0 in the first text and its special tokens, 1 in the second.
    public int typeId(int index) {
        return index < secondStart ? 0 : 1;
    }

    /// Where the text of the token starts.
    public int start(int index) {
        return starts[index];
    }

    /// Where the text of the token ends, exclusive.
    public int end(int index) {
        return ends[index];
    }

    /// The number of the word, or -1 for the special tokens around the texts.
    public int wordId(int index) {
        return words[index];
    }

    /// Whether the token was put around the texts; one that stood in a text is not meant.
    public boolean isSpecial(int index) {
        return words[index] == NO_WORD;
    }

    /// The ids, as a new array.
    public int[] ids() {
        return ids.clone();
    }

    /// The tokens as the vocabulary spells them.
    public List<String> tokens() {
        return Arrays.stream(ids).mapToObj(vocabulary::token).toList();
    }

    /// The type ids, as a new array.
    public int[] typeIds() {
        int[] types = new int[ids.length];
        Arrays.fill(types, secondStart, ids.length, 1);
        return types;
    }

    /// The word numbers, as a new array.
    public int[] wordIds() {
        return words.clone();
    }

    /// 1 for the special tokens put around the texts, else 0; a new array.
    public int[] specialTokensMask() {
        return Arrays.stream(words).map(word -> word == NO_WORD ? 1 : 0).toArray();
    }

    /// The size only: what a user typed does not belong into logs.
    @Override
    public String toString() {
        return "encoding of %d tokens".formatted(size());
    }
}
