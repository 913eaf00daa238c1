package dev.lathe.train.task.embedding;

import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.train.data.text.SentenceTuple;
import java.util.List;

/// Sentences that are learnt from together.
///
/// @param tuple what is known about them
/// @param texts their tokens, in the tuple's order: two or three
record SentenceTokens(SentenceTuple tuple, List<TokenSequence> texts) {}
