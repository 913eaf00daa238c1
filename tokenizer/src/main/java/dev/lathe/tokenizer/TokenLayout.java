package dev.lathe.tokenizer;

import dev.lathe.tokenizer.SpecialTokenTemplate.Piece;
import dev.lathe.tokenizer.SpecialTokenTemplate.Special;
import dev.lathe.tokenizer.SpecialTokenTemplate.Text;
import java.util.Arrays;
import java.util.List;

/// One line of a template with ids: where in a sequence its special tokens stand, and where its texts.
///
/// The special tokens stand in groups: before the first text, behind it, and behind the second one if there is one.
final class TokenLayout {
    private final int[][] ids;
    private final int[][] types;
    private final int[] textTypes;
    private final int special;

    /// @throws IllegalArgumentException if the vocabulary lacks a token
    TokenLayout(List<Piece> pieces, Vocabulary vocabulary) {
        textTypes = pieces.stream().filter(Text.class::isInstance).mapToInt(Piece::typeId).toArray();
        ids = new int[textTypes.length + 1][0];
        types = new int[textTypes.length + 1][0];
        int group = 0;
        for (Piece piece : pieces) {
            switch (piece) {
                case Special(String token, int type) -> {
                    ids[group] = appended(ids[group], id(token, vocabulary));
                    types[group] = appended(types[group], type);
                }
                case Text _ -> group++;
            }
        }
        special = pieces.size() - textTypes.length;
    }

    private static int id(String token, Vocabulary vocabulary) {
        return vocabulary.id(token).orElseThrow(() -> new IllegalArgumentException(
                "template: the vocabulary lacks '%s'".formatted(Excerpt.of(token))));
    }

    private static int[] appended(int[] numbers, int number) {
        int[] longer = Arrays.copyOf(numbers, numbers.length + 1);
        longer[numbers.length] = number;
        return longer;
    }

    /// How many special tokens there are.
    int special() {
        return special;
    }

    /// Where the tokens of the first text are.
    Span first(int firstLength) {
        return new Span(ids[0].length, ids[0].length + firstLength);
    }

    /// Where the tokens of the second text are; behind all where there is none.
    ///
    /// @param size of the whole sequence
    Span second(int firstLength, int size) {
        return textTypes.length == 1
                ? new Span(size, size)
                : new Span(ids[0].length + firstLength + ids[1].length, size - ids[2].length);
    }

    /// Puts the special tokens of a group into the columns of ids and words.
    ///
    /// @return the place behind them
    int putSpecial(int group, int at, int[] idColumn, int[] wordColumn) {
        int count = ids[group].length;
        System.arraycopy(ids[group], 0, idColumn, at, count);
        Arrays.fill(wordColumn, at, at + count, Encoding.NONE);
        return at + count;
    }

    /// The type of the token at `index`.
    int typeId(int index, int firstLength, int size) {
        int inside = index;
        for (int group = 0; ; group++) {
            if (inside < types[group].length) {
                return types[group][inside];
            }
            inside -= types[group].length;
            int length = group == 0 ? firstLength : size - special - firstLength;
            if (inside < length) {
                return textTypes[group];
            }
            inside -= length;
        }
    }

    /// The types of all tokens.
    int[] typeIds(int firstLength, int size) {
        var all = new int[size];
        int at = 0;
        for (int group = 0; group < types.length; group++) {
            System.arraycopy(types[group], 0, all, at, types[group].length);
            at += types[group].length;
            if (group < textTypes.length) {
                int length = group == 0 ? firstLength : size - special - firstLength;
                Arrays.fill(all, at, at + length, textTypes[group]);
                at += length;
            }
        }
        return all;
    }
}
