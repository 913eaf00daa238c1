package dev.lathe.tokenizer;

/// Cuts a normalised word into the longest pieces of the vocabulary, from left to right.
///
/// A word of which some part is in no piece, or that is too long, is one unknown token as a whole.
///
/// Source: Wu et al. 2016, "Google's Neural Machine Translation System", arXiv:1609.08144, section 4.1,
/// with the greedy search of BERT's released code.
final class PieceMatcher {
    private final PieceTrie trie;
    private final int continuation;
    private final int unkId;

    PieceMatcher(PieceTrie trie, int unkId) {
        this.trie = trie;
        this.unkId = unkId;
        continuation = trie.find(Vocabulary.CONTINUATION);
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
        for (int from = 0; from < word.length(); ) {
            int id = PieceTrie.NONE;
            int to = from;
            for (int at = from; at < word.length() && node != PieceTrie.NONE; ) {
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
            from = to;
            node = continuation;
        }
        return true;
    }
}
