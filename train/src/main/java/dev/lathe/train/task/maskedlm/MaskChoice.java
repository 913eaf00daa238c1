package dev.lathe.train.task.maskedlm;

import dev.lathe.train.output.TrainingRecord;

/// Which words are masked.
///
/// @param share of the tokens, more than 0 and less than 1
/// @param wholeWords whether the tokens of a word are masked together
record MaskChoice(double share, boolean wholeWords) {
    /// As BERT was trained.
    static final MaskChoice USUAL = new MaskChoice(0.15, false);

    MaskChoice withShare(double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException("maskedShare %s: needs more than 0 and less than 1".formatted(value));
        }
        return new MaskChoice(value, wholeWords);
    }

    MaskChoice withWholeWords() {
        return new MaskChoice(share, true);
    }

    void describe(TrainingRecord record) {
        record.option("masked-share", share).option("whole-words", wholeWords);
    }
}
