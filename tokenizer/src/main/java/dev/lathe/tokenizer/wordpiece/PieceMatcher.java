package dev.lathe.tokenizer.wordpiece;

import dev.lathe.tokenizer.PieceBuffer;
import dev.lathe.tokenizer.PieceTrie;
import dev.lathe.tokenizer.Vocabulary;
import dev.lathe.tokenizer.text.WordBuffer;
import org.jspecify.annotations.Nullable;

/// Cuts a normalised word into the longest pieces of the vocabulary, from left to right.
///
/// A word of which some part is in no piece, or that is too long, is one unknown token as a whole.
///
/// Source: Wu et al. 2016, "Google's Neural Machine Translation System", arXiv:1609.08144, section 4.1,
/// with the greedy search of BERT's released code.
final class PieceMatcher {
    /// What a piece begins with that goes on inside a word.
    static final String CONTINUATION = "##";

    /// How many steps in the tree a unit of the word may cost; words that people write cost 2 to 3.
    private static final int PATIENCE = 16;

    private final Vocabulary vocabulary;
    private final PieceTrie trie;
    private final int continuation;
    private final int unkId;
    private volatile @Nullable LongWordMatcher longWords;

    PieceMatcher(Vocabulary vocabulary, int unkId) {
        this.vocabulary = vocabulary;
        this.unkId = unkId;
        trie = vocabulary.pieces();
        continuation = trie.find(CONTINUATION);
    }

    void match(WordBuffer word, PieceBuffer out) {
        int before = out.size();
        if (word.isTooLong() || !matchAll(word, out)) {
            out.cutTo(before);
            out.add(unkId, word.start(), word.end());
        }
        out.endWord();
    }

    private boolean matchAll(WordBuffer word, PieceBuffer out) {
        int node = PieceTrie.ROOT;
        long steps = 0;
        for (int from = 0; from < word.length(); ) {
            int id = PieceTrie.NONE;
            int to = from;
            int at = from;
            while (at < word.length() && node != PieceTrie.NONE) {
                node = trie.child(node, word.unit(at++));
                if (node != PieceTrie.NONE && trie.token(node) != PieceTrie.NONE) {
                    id = trie.token(node);
                    to = at;
                }
            }
            if (id == PieceTrie.NONE) {
                return false;
            }
            out.add(id, word.startOf(from), word.endOf(to));
            steps += at - from;
            from = to;
            node = continuation;
            if (steps > (long) PATIENCE * word.length()) {
                return longWords().match(word, from, out);
            }
        }
        return true;
    }

    /// Made when it is first needed; two threads may make one each.
    private LongWordMatcher longWords() {
        LongWordMatcher made = longWords;
        if (made == null) {
            made = new LongWordMatcher(vocabulary);
            longWords = made;
        }
        return made;
    }
}
