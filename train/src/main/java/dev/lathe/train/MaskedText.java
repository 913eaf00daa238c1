package dev.lathe.train;

import dev.lathe.bert.TokenSequence;

/// A text with words masked.
///
/// No record: its components are arrays. Treat those as read-only.
final class MaskedText {
    private final TokenSequence tokens;
    private final int[] positions;
    private final int[] originals;

    MaskedText(TokenSequence tokens, int[] positions, int[] originals) {
        this.tokens = tokens;
        this.positions = positions;
        this.originals = originals;
    }

    /// What the model reads.
    TokenSequence tokens() {
        return tokens;
    }

    /// Positions of the tokens that are to be guessed, in increasing order; at least one.
    int[] positions() {
        return positions;
    }

    /// The ids that stood there.
    int[] originals() {
        return originals;
    }
}
