package dev.lathe.tokenizer;

import java.util.List;

/// Cuts texts at spaces and nowhere else: another kind of tokenizer, as small as can be.
final class SpaceReader implements PieceReader {
    private final Vocabulary vocabulary;
    private final PieceBuffer pieces = new PieceBuffer();

    SpaceReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
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
        for (int word = 0; word < words.size(); word++) {
            pieces.fixWord(word);
            append(words.get(word), Integer.MAX_VALUE);
        }
        return pieces;
    }

    private void append(String text, int limit) {
        for (int from = 0; from < text.length() && pieces.size() < limit; ) {
            int space = text.indexOf(' ', from);
            int to = space < 0 ? text.length() : space;
            if (to > from) {
                pieces.add(vocabulary.id(text.substring(from, to)).orElseThrow(), from, to);
                pieces.endWord();
            }
            from = to + 1;
        }
    }
}
