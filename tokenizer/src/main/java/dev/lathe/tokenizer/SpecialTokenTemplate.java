package dev.lathe.tokenizer;

import java.util.List;
import java.util.stream.Collectors;

/// Which special tokens go around a text, and which around two: the one place that knows.
///
/// BERT's is `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, in which `B [SEP]` has type 1 and all else type 0.
///
/// @param single what goes around one text
/// @param pair   what goes around two
public record SpecialTokenTemplate(List<Piece> single, List<Piece> pair) {
    /// A special token, or the place of a text.
    public sealed interface Piece {
        /// The type of the token, or of each of the text's tokens.
        int typeId();
    }

    /// A special token.
    ///
    /// @param token as the vocabulary spells it
    public record Special(String token, int typeId) implements Piece {
        @Override
        public String toString() {
            return token + ":" + typeId;
        }
    }

    /// The place of a text.
    ///
    /// @param sequence 0 for the first, 1 for the second
    public record Text(int sequence, int typeId) implements Piece {
        @Override
        public String toString() {
            return (sequence == 0 ? "$A:" : "$B:") + typeId;
        }
    }

    /// @throws IllegalArgumentException if the first text is not once in each, the second not once behind it in `pair`
    public SpecialTokenTemplate {
        single = List.copyOf(single);
        pair = List.copyOf(pair);
        requireTexts("single", single, List.of(0));
        requireTexts("pair", pair, List.of(0, 1));
    }

    private static void requireTexts(String name, List<Piece> pieces, List<Integer> texts) {
        List<Integer> given = pieces.stream()
                .filter(Text.class::isInstance).map(piece -> ((Text) piece).sequence()).toList();
        if (!given.equals(texts)) {
            throw new IllegalArgumentException("template: %s '%s': needs %s".formatted(
                    name, Excerpt.of(text(pieces)), texts.size() == 1 ? "$A once" : "$A once and $B once behind it"));
        }
    }

    /// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, whatever the two are called.
    public static SpecialTokenTemplate bert(String cls, String sep) {
        var start = new Special(cls, 0);
        var first = new Text(0, 0);
        var end = new Special(sep, 0);
        return new SpecialTokenTemplate(List.of(start, first, end),
                List.of(start, first, end, new Text(1, 1), new Special(sep, 1)));
    }

    /// How many special tokens go around one text.
    public int specialInSingle() {
        return single.size() - 1;
    }

    /// How many special tokens go around two texts.
    public int specialInPair() {
        return pair.size() - 2;
    }

    /// Pieces on one line, each with its type, such as `[CLS]:0 $A:0 [SEP]:0`.
    public static String text(List<? extends Piece> pieces) {
        return pieces.stream().map(Piece::toString).collect(Collectors.joining(" "));
    }
}
