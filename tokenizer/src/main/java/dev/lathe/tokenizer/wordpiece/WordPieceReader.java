package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.PieceBuffer;
import dev.lathe.tokenizer.PieceReader;
import dev.lathe.tokenizer.text.AddedTokens;
import dev.lathe.tokenizer.text.CharacterRules;
import dev.lathe.tokenizer.text.NormalizedText;
import dev.lathe.tokenizer.text.TextNormalizer;
import dev.lathe.tokenizer.text.TokenScanner;
import dev.lathe.tokenizer.text.WordSplitter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads texts into pieces: added tokens as they stand, all between them normalised and cut.
///
/// It may be used again and again, by one thread at a time; what it allocates, it keeps.
final class WordPieceReader implements PieceReader {
    private final PieceBuffer pieces;
    private final WordSplitter splitter;
    private final TokenScanner literal;
    private final @Nullable TextNormalizer normalizer;
    private final TokenScanner normalized;

    WordPieceReader(AddedTokens addedTokens, CharacterRules rules, PieceMatcher matcher, int maxInputCharsPerWord) {
        pieces = new PieceBuffer();
        literal = new TokenScanner(addedTokens.literal());
        normalized = new TokenScanner(addedTokens.normalized());
        normalizer = addedTokens.normalized().isEmpty() ? null : new TextNormalizer(rules);
        splitter = new WordSplitter(rules, new PieceSink(matcher, pieces), maxInputCharsPerWord);
    }

    @Override
    public PieceBuffer read(String text, int limit) {
        pieces.clear();
        append(text, limit);
        return pieces;
    }

    @Override
    public PieceBuffer readWords(List<String> words) {
        pieces.clear();
        for (int i = 0; i < words.size(); i++) {
            pieces.fixWord(i);
            append(words.get(i), Integer.MAX_VALUE);
        }
        return pieces;
    }

    private void append(String text, int limit) {
        literal.reset(text);
        while (pieces.size() < limit && literal.next()) {
            appendText(text, literal.before(), literal.start(), limit);
            addToken(literal.id(), literal.start(), literal.end());
        }
        appendText(text, literal.before(), text.length(), limit);
    }

    private void appendText(String text, int from, int to, int limit) {
        if (from >= to || pieces.size() >= limit) {
            return;
        }
        if (normalizer == null) {
            splitter.split(text, from, to, limit);
            return;
        }
        NormalizedText inside = normalizer.normalize(text, from, to);
        normalized.reset(inside);
        while (pieces.size() < limit && normalized.next()) {
            splitter.split(inside, normalized.before(), normalized.start(), limit);
            if (normalized.start() < normalized.end()) {
                addToken(normalized.id(), inside.startOf(normalized.start()), inside.endOf(normalized.end()));
            }
        }
        splitter.split(inside, normalized.before(), inside.length(), limit);
    }

    private void addToken(int id, int start, int end) {
        pieces.add(id, start, end);
        pieces.endWord();
    }
}
