package dev.lathe.train.task.answering;

import dev.lathe.tokenizer.Span;
import dev.lathe.tokenizer.WindowedText;
import dev.lathe.train.data.question.GoldAnswer;
import dev.lathe.train.data.question.QuestionExample;
import java.util.Optional;

/// A question whose context is cut into windows, each behind the question.
final class AskedQuestion {
    private final QuestionExample example;
    private final WindowedText text;
    private final Optional<Tokens> answer;

    /// Finds the tokens of the answer. Of several answers the first is meant.
    ///
    /// @param example the question as its file has it
    /// @param text its windows
    /// @throws dev.lathe.train.data.rows.DataException if the tokenizer leaves nothing of the answer
    AskedQuestion(QuestionExample example, WindowedText text) {
        this.example = example;
        this.text = text;
        this.answer = example.answers().stream().findFirst().map(this::tokensOf);
    }

    /// The tokens of a part of the context, numbered as in [WindowedText].
    ///
    /// @param first its first token
    /// @param last its last token itself
    private record Tokens(int first, int last) {}

    private Tokens tokensOf(GoldAnswer part) {
        int first = 0;
        while (first < text.tokens() && text.end(first) <= part.start()) {
            first++;
        }
        int last = text.tokens() - 1;
        while (last >= first && text.start(last) >= part.end()) {
            last--;
        }
        if (last < first) {
            throw example.source().error("question '%s': the tokenizer leaves nothing of its answer".formatted(example.id()));
        }
        return new Tokens(first, last);
    }

    QuestionExample example() {
        return example;
    }

    WindowedText text() {
        return text;
    }

    /// Where in a window the answer starts and ends: the places of two tokens in its sequence. Where there is no answer, or
    /// the window does not show all of it, twice 0, the place of the special token in front.
    int[] answerIn(int window) {
        Span shown = text.window(window);
        return answer
                .filter(tokens -> tokens.first() >= shown.start() && tokens.last() < shown.end())
                .map(tokens -> new int[] {text.inSequence(window, tokens.first()), text.inSequence(window, tokens.last())})
                .orElse(new int[2]);
    }
}
