package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenSequence;

/// A text, the id of its label, and whose it is; empty where that is not asked for.
record ClassifiedText(TokenSequence text, int label, String group) {
    ClassifiedText(TokenSequence text, int label) {
        this(text, label, "");
    }
}
