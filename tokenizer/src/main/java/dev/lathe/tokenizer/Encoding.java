package dev.lathe.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The tokens of a text or a pair of texts, with the special tokens around them. Immutable.
///
/// Offsets count UTF-16 units of the `String` that the token came from: the first or the second of a
/// pair, or the word where words were given one by one. Special tokens around the texts have the
/// offsets 0 and 0, the word -1 and the sequence -1. Words are numbered from 0 in each text; a word is
/// what lies between spaces, with each punctuation mark, each ideograph and each special token that
/// stood in the text a word of its own.
public final class Encoding {
    static final int NONE = -1;

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

    static Encoding of(Vocabulary vocabulary, int clsId, int sepId, PieceBuffer text, Span window) {
        int size = window.length() + 2;
        var encoding = new Encoding(vocabulary, size, size);
        encoding.putSpecial(0, clsId);
        encoding.putText(1, text, window, sepId);
        return encoding;
    }

    static Encoding of(
            Vocabulary vocabulary, int clsId, int sepId,
            PieceBuffer first, Span firstWindow, PieceBuffer second, Span secondWindow) {
        int secondStart = firstWindow.length() + 2;
        var encoding = new Encoding(vocabulary, secondStart + secondWindow.length() + 1, secondStart);
        encoding.putSpecial(0, clsId);
        encoding.putText(1, first, firstWindow, sepId);
        encoding.putText(secondStart, second, secondWindow, sepId);
        return encoding;
    }

    private void putText(int at, PieceBuffer text, Span window, int sepId) {
        text.copyTo(window, ids, starts, ends, words, at);
        putSpecial(at + window.length(), sepId);
    }

    private void putSpecial(int at, int id) {
        ids[at] = id;
        words[at] = NONE;
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

    /// 0 in the first text, 1 in the second, -1 for the special tokens around them.
    public int sequenceId(int index) {
        return isSpecial(index) ? NONE : typeId(index);
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
        return words[index] == NONE;
    }

    /// The first token that covers a character of a text; empty where none does, as on a space. Of
    /// words given one by one ask [#wordToTokens], because their offsets count within each.
    ///
    /// @param sequence 0 for the first text, 1 for the second
    /// @param position of the character, in UTF-16 units
    public OptionalInt charToToken(int sequence, int position) {
        for (int i = firstOf(sequence); i < endOf(sequence); i++) {
            if (starts[i] <= position && position < ends[i]) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /// The word that a character of a text is in; empty where it is in none.
    ///
    /// @param sequence 0 for the first text, 1 for the second
    /// @param position of the character, in UTF-16 units
    public OptionalInt charToWord(int sequence, int position) {
        OptionalInt token = charToToken(sequence, position);
        return token.isPresent() ? OptionalInt.of(words[token.getAsInt()]) : token;
    }

    /// The tokens of a word; empty where no token of it is there.
    ///
    /// @param sequence 0 for the first text, 1 for the second
    /// @param word     its number
    public Optional<Span> wordToTokens(int sequence, int word) {
        int end = endOf(sequence);
        int first = firstOf(sequence);
        while (first < end && words[first] != word) {
            first++;
        }
        int last = first;
        while (last < end && words[last] == word) {
            last++;
        }
        return first == last ? Optional.empty() : Optional.of(new Span(first, last));
    }

    /// The place of a word in its text; empty where no token of it is there.
    ///
    /// @param sequence 0 for the first text, 1 for the second
    /// @param word     its number
    public Optional<Span> wordToChars(int sequence, int word) {
        return wordToTokens(sequence, word)
                .map(tokens -> new Span(starts[tokens.start()], ends[tokens.end() - 1]));
    }

    private int firstOf(int sequence) {
        return sequence == 0 ? 1 : secondStart;
    }

    /// The place of the special token behind a text; before its first where there is no such text.
    private int endOf(int sequence) {
        if (sequence != 0 && sequence != 1) {
            throw new IllegalArgumentException("encoding: sequence %d: there are 0 and 1".formatted(sequence));
        }
        return (sequence == 0 ? secondStart : ids.length) - 1;
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

    /// The sequence numbers, as a new array.
    public int[] sequenceIds() {
        int[] sequences = typeIds();
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = sequenceId(i);
        }
        return sequences;
    }

    /// The word numbers, as a new array.
    public int[] wordIds() {
        return words.clone();
    }

    /// 1 for the special tokens put around the texts, else 0; a new array.
    public int[] specialTokensMask() {
        return Arrays.stream(words).map(word -> word == NONE ? 1 : 0).toArray();
    }

    /// The size only: what a user typed does not belong into logs.
    @Override
    public String toString() {
        return "encoding of %d tokens".formatted(size());
    }
}
