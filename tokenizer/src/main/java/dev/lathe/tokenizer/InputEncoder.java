package dev.lathe.tokenizer;

import dev.lathe.tokenizer.TokenizerInput.Text;
import dev.lathe.tokenizer.TokenizerInput.TextPair;
import dev.lathe.tokenizer.TokenizerInput.Words;
import dev.lathe.tokenizer.TokenizerInput.WordsPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// From input to encodings, for every kind of tokenizer: has the pieces read, cuts windows, puts the template's special
/// tokens around them.
public final class InputEncoder {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Vocabulary vocabulary;
    private final SpecialTokenTemplate template;
    private final TokenLayout single;
    private final TokenLayout pair;
    private final Supplier<? extends PieceReader> readers;

    /// @param readers gives a new reader to each who asks
    /// @throws IllegalArgumentException if the vocabulary lacks a token of the template
    public InputEncoder(
            Vocabulary vocabulary, SpecialTokenTemplate template, Supplier<? extends PieceReader> readers) {
        this.vocabulary = vocabulary;
        this.template = template;
        this.readers = readers;
        single = new TokenLayout(template.single(), vocabulary);
        pair = new TokenLayout(template.pair(), vocabulary);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    SpecialTokenTemplate template() {
        return template;
    }

    TokenLayout single() {
        return single;
    }

    PieceReader reader() {
        return readers.get();
    }

    BatchEncoder batchEncoder() {
        return new BatchEncoder(reader(), single);
    }

    /// A text cut to its first tokens, which reads no more of it than it must.
    Encoding encode(PieceReader reader, String text, Truncation truncation) {
        if (truncation.strategy() != TruncationStrategy.LONGEST_FIRST
                || truncation.side() != TruncationSide.RIGHT || truncation.stride() > 0) {
            return windows(reader.read(text, NO_LIMIT), truncation, 1).getFirst();
        }
        int room = truncation.keptOfSingle(NO_LIMIT, single.special());
        PieceBuffer pieces = reader.read(text, room);
        return Encoding.of(vocabulary, single, pieces, new Span(0, Math.min(pieces.size(), room)));
    }

    /// All of a text.
    Encoding whole(PieceBuffer text) {
        return Encoding.of(vocabulary, single, text, new Span(0, text.size()));
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
        int kept = truncation.keptOfSingle(text.size(), single.special());
        return TextWindows.of(text.size(), kept, truncation).stream().limit(count)
                .map(window -> Encoding.of(vocabulary, single, text, window)).toList();
    }

    /// The first windows of both, then each later window of the first text with all of the second, then
    /// the first text's first with all later ones of the second: the reference's order.
    private List<Encoding> windows(PieceBuffer first, PieceBuffer second, Truncation truncation, int count) {
        PairLengths kept = truncation.keptOfPair(first.size(), second.size(), pair.special());
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
        return Encoding.of(vocabulary, pair, first, firstWindow, second, secondWindow);
    }

    /// The windows of a text alone.
    WindowedText windowed(PieceBuffer text, int maxLength, int stride) {
        List<Span> windows = movingWindows(maxLength, stride).over(text.size());
        return new WindowedText(this, text, windows, single.first(0).start(),
                window -> Encoding.of(vocabulary, single, text, window));
    }

    /// How windows of at most `maxLength` tokens go over a text alone.
    ///
    /// @throws IllegalArgumentException if they would not move on
    TextWindows movingWindows(int maxLength, int stride) {
        return TextWindows.moving(maxLength - single.special(), stride);
    }

    /// The windows of a second text, each behind the same first one.
    ///
    /// @param firstLength tokens of the first text alone, special ones included, beyond which its last ones are left out
    WindowedText windowed(String first, int firstLength, String second, int maxLength, int stride) {
        int room = Truncation.to(firstLength).keptOfSingle(NO_LIMIT, single.special());
        PieceBuffer asked = reader().read(first, room);
        int shown = Math.min(asked.size(), room);
        PieceBuffer text = reader().read(second, NO_LIMIT);
        int kept = maxLength - pair.special() - shown;
        List<Span> windows = TextWindows.moving(kept, Math.min(stride, kept / 2)).over(text.size());
        int size = pair.special() + shown + text.size();
        return new WindowedText(this, text, windows, pair.second(shown, size).start(),
                window -> pair(asked, new Span(0, shown), text, window));
    }
}
