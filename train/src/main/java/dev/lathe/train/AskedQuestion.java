package dev.lathe.train;

import dev.lathe.bert.WindowedText;
import dev.lathe.train.data.Answer;
import dev.lathe.train.data.QuestionExample;
import dev.lathe.tokenizer.Encoding;

/// A question whose context is cut into windows, each behind the question.
///
/// @param example the question as its file has it
/// @param text its windows
record AskedQuestion(QuestionExample example, WindowedText text) {

    /// The tokens of a part of the context.
    ///
    /// @param first numbered in the context
    /// @param last the last one itself
    private record Tokens(int first, int last) {}

    /// Where in a window the answer starts and ends: the places of two tokens in its sequence. Where there is no answer, or
    /// the window does not show all of it, twice 0, the place of the special token in front.
    ///
    /// Of several answers the first is meant.
    ///
    /// @throws dev.lathe.train.data.DataException if the tokenizer leaves nothing of the answer
    int[] answerIn(int window) {
        if (example.answers().isEmpty()) {
            return new int[2];
        }
        Tokens answer = tokensOf(example.answers().getFirst());
        boolean shown = answer.first() >= text.start(window) && answer.last() < text.end(window);
        return shown
                ? new int[] {text.inSequence(window, answer.first()), text.inSequence(window, answer.last())}
                : new int[2];
    }

    private Tokens tokensOf(Answer answer) {
        Encoding context = text.encoding();
        int first = 0;
        while (first < text.tokens() && context.end(text.inEncoding(first)) <= answer.start()) {
            first++;
        }
        int last = text.tokens() - 1;
        while (last >= first && context.start(text.inEncoding(last)) >= answer.end()) {
            last--;
        }
        if (last < first) {
            throw example.source().error("question '%s': the tokenizer leaves nothing of its answer".formatted(example.id()));
        }
        return new Tokens(first, last);
    }
}
