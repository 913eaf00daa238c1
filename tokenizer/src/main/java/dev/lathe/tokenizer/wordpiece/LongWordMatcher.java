package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.PieceBuffer;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.TokenAutomaton;
import dev.lathe.tokenizer.text.WordBuffer;
import java.util.ArrayList;
import java.util.List;

/// Cuts the rest of a word into the longest pieces in time that grows with the word alone.
///
/// Walking the tree of pieces anew from each place is faster for every word that people write. But where long
/// pieces begin alike and end otherwise than the word does, as a vocabulary may be made to have them, each walk is
/// as long as the pieces; this one is then asked.
final class LongWordMatcher {
    private final List<String> continuations = new ArrayList<>();
    private final int[] ids;
    private final TokenAutomaton automaton;

    LongWordMatcher(Vocabulary vocabulary) {
        List<String> pieces = vocabulary.lines();
        int[] found = new int[pieces.size()];
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id);
            if (piece.startsWith(PieceMatcher.CONTINUATION) && piece.length() > PieceMatcher.CONTINUATION.length()
                    && vocabulary.isPiece(piece, id)) {
                found[continuations.size()] = id;
                continuations.add(piece.substring(PieceMatcher.CONTINUATION.length()));
            }
        }
        ids = found;
        automaton = new TokenAutomaton(continuations);
    }

    /// Adds the pieces of the word from `from` on.
    ///
    /// @return whether it can be spelt
    boolean match(WordBuffer word, int from, PieceBuffer out) {
        String text = word.text();
        int[] found = new int[text.length() - from];
        automaton.find(text, from, found.length, found);
        for (int at = from; at < text.length(); ) {
            int piece = found[at - from];
            if (piece == TokenAutomaton.NONE) {
                return false;
            }
            int end = at + continuations.get(piece).length();
            out.add(ids[piece], word.startOf(at), word.endOf(end));
            at = end;
        }
        return true;
    }
}
