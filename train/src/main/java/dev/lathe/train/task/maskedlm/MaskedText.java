package dev.lathe.train.task.maskedlm;

import dev.lathe.bert.encoder.TokenSequence;

/// A text with words masked.
///
/// No record: its components are arrays. Treat those as read-only.
final class MaskedText {
    private final int[] ids;
    private final TokenSequence tokens;
    private final int[] positions;
    private final int[] originals;

    /// @param ids with masks in it
    MaskedText(int[] ids, int[] typeIds, int[] positions, int[] originals) {
        this.ids = ids;
        this.tokens = TokenSequence.of(ids, typeIds);
        this.positions = positions;
        this.originals = originals;
    }

    /// The ids that the model reads.
    int[] ids() {
        return ids;
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
