package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.PieceBuffer;
import dev.lathe.tokenizer.text.WordBuffer;
import dev.lathe.tokenizer.text.WordSink;

/// Spells each word with pieces as it comes.
record PieceSink(PieceMatcher matcher, PieceBuffer pieces) implements WordSink {
    @Override
    public void put(WordBuffer word) {
        matcher.match(word, pieces);
    }

    @Override
    public int size() {
        return pieces.size();
    }
}
