package dev.lathe.bert.encoder;

import dev.lathe.tokenizer.Encoding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The tokens of one text, or of a pair, as the model reads them: two numbers each.
///
/// No record: its components are arrays. Treat those as read-only.
public final class TokenSequence {
    private final int[] ids;
    private final int[] typeIds;

    private TokenSequence(int[] ids, int[] typeIds) {
        this.ids = ids;
        this.typeIds = typeIds;
    }

    /// @param ids of the vocabulary, at least one
    /// @param typeIds 0 for a token of the first text, 1 for one of the second
    /// @throws IllegalArgumentException if there is no token or the numbers of both differ
    public static TokenSequence of(int[] ids, int[] typeIds) {
        if (ids.length == 0 || ids.length != typeIds.length) {
            throw new IllegalArgumentException(
                    "token sequence: %d ids, %d types: needs as many, at least one".formatted(ids.length, typeIds.length));
        }
        return new TokenSequence(ids.clone(), typeIds.clone());
    }

    /// What the model reads of an encoding.
    public static TokenSequence of(Encoding encoding) {
        return of(encoding.ids(), encoding.typeIds());
    }

    /// What the model reads of several encodings, in their order.
    public static List<TokenSequence> all(List<Encoding> encodings) {
        return encodings.stream().map(TokenSequence::of).toList();
    }

    /// Number of tokens.
    public int size() {
        return ids.length;
    }

    /// Whether both are of the same tokens, to a model of the same vocabulary.
    public boolean isAs(TokenSequence other) {
        return Arrays.equals(ids, other.ids) && Arrays.equals(typeIds, other.typeIds);
    }

    /// Where a token stands, in order.
    ///
    /// @param id its number in the vocabulary
    public int[] positionsOf(int id) {
        return IntStream.range(0, ids.length).filter(i -> ids[i] == id).toArray();
    }

    int[] ids() {
        return ids;
    }

    int[] typeIds() {
        return typeIds;
    }
}
