package dev.lathe.tokenizer;

import java.util.List;

/// Reads texts into pieces: added tokens as they stand, all between them normalised and cut.
///
/// It may be used again and again, by one thread at a time; what it allocates, it keeps.
final class PieceReader {
    private final AddedTokens addedTokens;
    private final PieceBuffer pieces;
    private final WordSplitter splitter;

    PieceReader(AddedTokens addedTokens, CharacterRules rules, PieceMatcher matcher, int maxInputCharsPerWord) {
        this.addedTokens = addedTokens;
        pieces = new PieceBuffer();
        splitter = new WordSplitter(rules, new PieceSink(matcher, pieces), maxInputCharsPerWord);
    }

    /// What was read last.
    PieceBuffer pieces() {
        return pieces;
    }

    /// At least the first `limit` pieces of a text.
    PieceBuffer read(String text, int limit) {
        pieces.clear();
        append(text, limit);
        return pieces;
    }

    /// All pieces of words given one by one.
    PieceBuffer readWords(List<String> words) {
        pieces.clear();
        for (int i = 0; i < words.size(); i++) {
            pieces.fixWord(i);
            append(words.get(i), Integer.MAX_VALUE);
        }
        return pieces;
    }

    private void append(String text, int limit) {
        for (int at = 0; at < text.length() && pieces.size() < limit; ) {
            int next = addedTokens.next(text, at);
            splitter.split(text, at, next, limit);
            at = next;
            int found = addedTokens.find(text, next);
            if (found != AddedTokens.NONE) {
                at = next + addedTokens.token(found).content().length();
                pieces.add(addedTokens.token(found).id(), next, at);
                pieces.endWord();
            }
        }
    }
}
