package dev.lathe.train.task.answering;

import dev.lathe.bert.encoder.TokenSequence;

/// A question with the part of its context that the model reads at once.
///
/// @param question the question and its whole context
/// @param tokens what the model reads
/// @param start the place in `tokens` of the answer's first token; 0 where there is no answer
/// @param end the place of its last token; 0 where there is no answer
record QuestionWindow(AskedQuestion question, TokenSequence tokens, int start, int end) {}
