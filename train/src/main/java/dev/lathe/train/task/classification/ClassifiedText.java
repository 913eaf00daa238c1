package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenSequence;

/// A text and the id of its label.
record ClassifiedText(TokenSequence text, int label) {}
