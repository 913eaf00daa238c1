package dev.lathe.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The tokens and their ids, which run from 0 without gaps. Immutable.
///
/// A piece that goes on inside a word starts with `##`. Behind the tokens of the word-piece model may
/// lie tokens that were added later and are found in the text only as a whole ([AddedToken]).
public final class Vocabulary {
    static final String CONTINUATION = "##";

    private final String[] tokens;
    private final PieceTrie pieces;
    private final Map<String, Integer> addedIds;

    private Vocabulary(String[] tokens, PieceTrie pieces, Map<String, Integer> addedIds) {
        this.tokens = tokens;
        this.pieces = pieces;
        this.addedIds = addedIds;
    }

    /// What to say of a token that has two ids.
    interface Duplicate {
        RuntimeException of(String token, int first, int second);
    }

    /// A vocabulary of word pieces, the id of each its place in the list.
    ///
    /// @throws IllegalArgumentException if a token is there twice, or holds half a surrogate pair
    public static Vocabulary of(List<String> tokens) {
        return of(tokens, tokens.size(), (token, first, second) -> new IllegalArgumentException(
                "vocabulary: '%s' is token %d and %d".formatted(token, first, second)));
    }

    /// @param modelSize how many of the tokens, from the first, are word pieces
    static Vocabulary of(List<String> tokens, int modelSize, Duplicate duplicate) {
        String[] all = tokens.toArray(String[]::new);
        for (int id = 0; id < all.length; id++) {
            checkIsText(all[id], id);
        }
        var pieces = new PieceTrie(modelSize);
        for (int id = 0; id < modelSize; id++) {
            int before = pieces.add(all[id], id);
            if (before != PieceTrie.NONE) {
                throw duplicate.of(all[id], before, id);
            }
        }
        var added = new HashMap<String, Integer>();
        for (int id = modelSize; id < all.length; id++) {
            Integer before = added.putIfAbsent(all[id], id);
            if (before != null) {
                throw duplicate.of(all[id], before, id);
            }
        }
        return new Vocabulary(all, pieces, added);
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

    /// How many tokens there are; the rows that a model's word embedding needs.
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

    /// How many of the tokens, from the first, are word pieces.
    int modelSize() {
        return tokens.length - addedIds.size();
    }

    PieceTrie pieces() {
        return pieces;
    }
}
