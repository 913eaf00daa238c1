package dev.lathe.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The tokens and their ids, which run from 0. Immutable.
///
/// A piece that goes on inside a word starts with `##`. Behind the tokens of the word-piece model may
/// lie tokens that were added later and are found in the text only as a whole ([AddedToken]). An id that a file
/// leaves out has the empty token, which no text has.
public final class Vocabulary {
    private static final String ABSENT = "";

    private final String[] tokens;
    private final PieceTrie pieces;
    /// The word pieces by their ids, of which an added token may have taken one.
    private final String[] model;
    private final int modelSize;
    private final int pieceCount;
    private final Map<String, Integer> addedIds;
    private final BitSet absent;

    /// Of word pieces alone.
    private Vocabulary(String[] model, PieceTrie pieces, int modelSize, int pieceCount, BitSet absent) {
        this.model = model;
        this.pieces = pieces;
        this.modelSize = modelSize;
        this.pieceCount = pieceCount;
        this.absent = absent;
        tokens = model;
        addedIds = Map.of();
    }

    /// Of another one's word pieces and added tokens.
    private Vocabulary(Vocabulary other, String[] tokens, Map<String, Integer> addedIds, BitSet absent) {
        this.tokens = tokens;
        this.addedIds = addedIds;
        this.absent = absent;
        model = other.model;
        pieces = other.pieces;
        modelSize = other.modelSize;
        pieceCount = other.pieceCount;
    }

    /// What to say of a token that has two ids.
    public interface Duplicate {
        RuntimeException of(String token, int first, int second);
    }

    /// A vocabulary of word pieces, the id of each its place in the list.
    ///
    /// @throws IllegalArgumentException if a token is there twice, or holds half a surrogate pair
    public static Vocabulary of(List<String> tokens) {
        return of(tokens, (token, first, second) -> new IllegalArgumentException(
                "vocabulary: '%s' is token %d and %d".formatted(Excerpt.of(token), first, second)));
    }

    /// The same of a file: `null` stands for an id that no token has. The empty token at the end is nobody's.
    public static Vocabulary of(List<? extends @Nullable String> tokens, Duplicate duplicate) {
        var pieces = new PieceTrie(tokens.size());
        var absent = new BitSet();
        int size = 0;
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            size = token == null || token.isEmpty() ? size : id + 1;
            if (token == null) {
                absent.set(id);
                continue;
            }
            checkIsText(token, id);
            int before = pieces.add(token, id);
            if (before != PieceTrie.NONE) {
                throw duplicate.of(token, before, id);
            }
        }
        String[] model = tokens.stream().limit(size).map(token -> token == null ? ABSENT : token).toArray(String[]::new);
        return new Vocabulary(model, pieces, tokens.size(), tokens.size() - absent.cardinality(), absent);
    }

    /// Word pieces as the reference takes the lines of a file: of several that are equal, the last one has the
    /// token. Empty ones at the end are nobody's.
    public static Vocabulary ofLines(List<String> lines) {
        var pieces = new PieceTrie(lines.size());
        var absent = new BitSet();
        int size = 0;
        for (int id = 0; id < lines.size(); id++) {
            checkIsText(lines.get(id), id);
            int before = pieces.put(lines.get(id), id);
            if (before != PieceTrie.NONE) {
                absent.set(before);
            }
            size = lines.get(id).isEmpty() ? size : id + 1;
        }
        String[] model = lines.subList(0, size).toArray(String[]::new);
        return new Vocabulary(model, pieces, lines.size(), lines.size() - absent.cardinality(), absent);
    }

    /// The same word pieces with these added tokens, each in the place that its id names.
    public Vocabulary with(List<AddedToken> added) {
        int size = added.stream().mapToInt(token -> token.id() + 1).reduce(tokens.length, Math::max);
        String[] all = Arrays.copyOf(tokens, size);
        Arrays.fill(all, tokens.length, size, ABSENT);
        var nowAbsent = (BitSet) absent.clone();
        nowAbsent.set(tokens.length, size);
        var ids = new HashMap<String, Integer>();
        for (AddedToken token : added) {
            checkIsText(token.content(), token.id());
            ids.put(token.content(), token.id());
            nowAbsent.clear(token.id());
            all[token.id()] = token.content();
        }
        return new Vocabulary(this, all, ids, nowAbsent);
    }

    /// No file can hold half a surrogate pair.
    private static void checkIsText(String token, int id) {
        for (int i = 0; i < token.length(); i++) {
            if (Character.isSurrogate(token.charAt(i))) {
                int codePoint = token.codePointAt(i++);
                if (Character.isBmpCodePoint(codePoint)) {
                    throw new IllegalArgumentException(
                            "vocabulary: token %d holds half a surrogate pair".formatted(id));
                }
            }
        }
    }

    /// How many ids there are; the rows that a model's word embedding needs.
    public int size() {
        return tokens.length;
    }

    /// The id of a token, or empty where the vocabulary lacks it.
    public OptionalInt id(String token) {
        int node = pieces.find(token);
        if (node != PieceTrie.NONE && pieces.token(node) != PieceTrie.NONE) {
            return OptionalInt.of(pieces.token(node));
        }
        Integer added = addedIds.get(token);
        return added == null ? OptionalInt.empty() : OptionalInt.of(added);
    }

    /// The token of an id.
    ///
    /// @throws IndexOutOfBoundsException if there is no such id
    public String token(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IndexOutOfBoundsException(
                    "vocabulary: token id %d: vocabulary has 0..%d".formatted(id, tokens.length - 1));
        }
        return tokens[id];
    }

    /// All tokens in the order of their ids.
    public List<String> tokens() {
        return List.of(tokens);
    }

    /// Whether a word piece has the id; an empty line may stand for none.
    public boolean isPiece(String piece, int id) {
        int node = pieces.find(piece);
        return node != PieceTrie.NONE && pieces.token(node) == id;
    }

    /// Whether no token has the id, though larger ones are taken.
    public boolean isAbsent(int id) {
        return absent.get(id);
    }

    /// The lines of `vocab.txt`: the word pieces, and an empty line for each id that is none's.
    public List<String> lines() {
        var lines = new ArrayList<>(List.of(model));
        lines.addAll(Collections.nCopies(modelSize - model.length, ABSENT));
        return lines;
    }

    /// How many different word pieces there are; a token that is added gets no smaller id.
    public int pieceCount() {
        return pieceCount;
    }

    public PieceTrie pieces() {
        return pieces;
    }
}
