package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenSequence;

/// A text and, for each label, whether it has it.
///
/// No record: a component is an array. Treat that as read-only.
final class MultiLabelledText {
    private final TokenSequence text;
    private final boolean[] labels;

    MultiLabelledText(TokenSequence text, boolean[] labels) {
        this.text = text;
        this.labels = labels;
    }

    TokenSequence text() {
        return text;
    }

    boolean[] labels() {
        return labels;
    }
}
