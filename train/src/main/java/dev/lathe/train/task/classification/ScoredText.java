package dev.lathe.train.task.classification;

import dev.lathe.bert.encoder.TokenSequence;

/// A text and the number that is right for it.
record ScoredText(TokenSequence text, float score) {}
