package dev.lathe.train;

import dev.lathe.bert.TokenSequence;

/// A text and the number that is right for it.
record ScoredText(TokenSequence text, float score) {}
