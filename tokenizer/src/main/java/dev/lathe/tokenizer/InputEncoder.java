package dev.lathe.tokenizer;

import dev.lathe.tokenizer.TokenizerInput.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.TokenizerInput.WordsPair;
import java.util.ArrayList;
import java.util.List;

/// From input to encodings: reads the pieces, cuts windows, puts `[CLS]` and `[SEP]` around them.
final class InputEncoder {
    static final int SPECIAL_IN_SINGLE = 2;
    static final int SPECIAL_IN_PAIR = 3;

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final AddedTokens addedTokens;
    private final CharacterRules rules;
    private final PieceMatcher matcher;
    private final int maxInputCharsPerWord;
    private final int clsId;
    private final int sepId;

    InputEncoder(
            Vocabulary vocabulary, TokenizerOptions options, CharacterRules rules, AddedTokens addedTokens,
            int clsId, int sepId, int unkId) {
        this.vocabulary = vocabulary;
        this.addedTokens = addedTokens;
        this.clsId = clsId;
        this.sepId = sepId;
        this.rules = rules;
        matcher = new PieceMatcher(vocabulary, unkId);
        maxInputCharsPerWord = options.maxInputCharsPerWord();
    }

    PieceReader reader() {
        return new PieceReader(addedTokens, rules, matcher, maxInputCharsPerWord);
    }

    BatchEncoder batchEncoder() {
        return new BatchEncoder(reader(), clsId, sepId);
    }

    /// A text cut to its first tokens, which reads no more of it than it must.
    Encoding encode(PieceReader reader, String text, Truncation truncation) {
        if (truncation.strategy() != TruncationStrategy.LONGEST_FIRST
                || truncation.side() != TruncationSide.RIGHT || truncation.stride() > 0) {
            return windows(reader.read(text, NO_LIMIT), truncation, 1).getFirst();
        }
        int room = truncation.keptOfSingle(NO_LIMIT, SPECIAL_IN_SINGLE);
        PieceBuffer pieces = reader.read(text, room);
        return Encoding.of(vocabulary, clsId, sepId, pieces, new Span(0, Math.min(pieces.size(), room)));
    }

    /// At most `count` windows of an input, the first ones.
    List<Encoding> windows(TokenizerInput input, Truncation truncation, int count) {
        return switch (input) {
            case Text(String text) -> windows(reader().read(text, NO_LIMIT), truncation, count);
            case Words(List<String> words) -> windows(reader().readWords(words), truncation, count);
            case TextPair(String first, String second) -> windows(
                    reader().read(first, NO_LIMIT), reader().read(second, NO_LIMIT), truncation, count);
            case WordsPair(List<String> first, List<String> second) -> windows(
                    reader().readWords(first), reader().readWords(second), truncation, count);
        };
    }

    private List<Encoding> windows(PieceBuffer text, Truncation truncation, int count) {
        int kept = truncation.keptOfSingle(text.size(), SPECIAL_IN_SINGLE);
        return TextWindows.of(text.size(), kept, truncation).stream().limit(count)
                .map(window -> Encoding.of(vocabulary, clsId, sepId, text, window)).toList();
    }

    /// The first windows of both, then each later window of the first text with all of the second, then
    /// the first text's first with all later ones of the second: the reference's order.
    private List<Encoding> windows(PieceBuffer first, PieceBuffer second, Truncation truncation, int count) {
        PairLengths kept = truncation.keptOfPair(first.size(), second.size(), SPECIAL_IN_PAIR);
        List<Span> ofFirst = TextWindows.of(first.size(), kept.first(), truncation);
        List<Span> ofSecond = TextWindows.of(second.size(), kept.second(), truncation);
        var windows = new ArrayList<Encoding>();
        windows.add(pair(first, ofFirst.getFirst(), second, ofSecond.getFirst()));
        for (int i = 1; i <= ofFirst.size() && windows.size() < count; i++) {
            boolean last = i == ofFirst.size();
            Span window = last ? ofFirst.getFirst() : ofFirst.get(i);
            for (int j = last ? 1 : 0; j < ofSecond.size() && windows.size() < count; j++) {
                windows.add(pair(first, window, second, ofSecond.get(j)));
            }
        }
        return windows;
    }

    private Encoding pair(PieceBuffer first, Span firstWindow, PieceBuffer second, Span secondWindow) {
        return Encoding.of(vocabulary, clsId, sepId, first, firstWindow, second, secondWindow);
    }
}
