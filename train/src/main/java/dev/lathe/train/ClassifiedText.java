package dev.lathe.train;

import dev.lathe.bert.TokenSequence;

/// A text and the id of its label.
record ClassifiedText(TokenSequence text, int label) {}
