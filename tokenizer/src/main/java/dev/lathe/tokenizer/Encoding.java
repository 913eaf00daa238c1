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
    private final TokenLayout layout;
    private final int firstLength;

    private Encoding(Vocabulary vocabulary, TokenLayout layout, int firstLength, int secondLength) {
        this.vocabulary = vocabulary;
        this.layout = layout;
        this.firstLength = firstLength;
        int size = layout.special() + firstLength + secondLength;
        ids = new int[size];
        starts = new int[size];
        ends = new int[size];
        words = new int[size];
    }

    /// A text in the layout of one.
    static Encoding of(Vocabulary vocabulary, TokenLayout layout, PieceBuffer text, Span window) {
        var encoding = new Encoding(vocabulary, layout, window.length(), 0);
        int at = layout.putSpecial(0, 0, encoding.ids, encoding.words);
        encoding.putText(1, at, text, window);
        return encoding;
    }

    /// Two texts in the layout of two.
    static Encoding of(
            Vocabulary vocabulary, TokenLayout layout,
            PieceBuffer first, Span firstWindow, PieceBuffer second, Span secondWindow) {
        var encoding = new Encoding(vocabulary, layout, firstWindow.length(), secondWindow.length());
        int at = layout.putSpecial(0, 0, encoding.ids, encoding.words);
        at = encoding.putText(1, at, first, firstWindow);
        encoding.putText(2, at, second, secondWindow);
        return encoding;
    }

    /// Puts a text and the special tokens behind it.
    private int putText(int group, int at, PieceBuffer text, Span window) {
        text.copyTo(window, ids, starts, ends, words, at);
        return layout.putSpecial(group, at + window.length(), ids, words);
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

    /// The type that the template gives the token; BERT's gives 0 in the first text and its special tokens, 1 in the
    /// second.
    public int typeId(int index) {
        return layout.typeId(index, firstLength, ids.length);
    }

    /// 0 in the first text, 1 in the second, -1 for the special tokens around them.
    public int sequenceId(int index) {
        return isSpecial(index) ? NONE : index < layout.second(firstLength, ids.length).start() ? 0 : 1;
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
        Span text = textOf(sequence);
        for (int i = text.start(); i < text.end(); i++) {
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
        int end = textOf(sequence).end();
        int first = textOf(sequence).start();
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

    /// Where the tokens of a text are; nowhere, behind all, where there is no such text.
    private Span textOf(int sequence) {
        return switch (sequence) {
            case 0 -> layout.first(firstLength);
            case 1 -> layout.second(firstLength, ids.length);
            default -> throw new IllegalArgumentException(
                    "encoding: sequence %d: there are 0 and 1".formatted(sequence));
        };
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
        return layout.typeIds(firstLength, ids.length);
    }

    /// The sequence numbers, as a new array.
    public int[] sequenceIds() {
        int[] sequences = new int[ids.length];
        Arrays.setAll(sequences, this::sequenceId);
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
