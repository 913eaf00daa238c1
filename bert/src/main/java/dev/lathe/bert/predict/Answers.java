package dev.lathe.bert.predict;

import java.util.List;

/// What a text says to a question.
///
/// @param best the most probable answers, best first; none if the text has no token
/// @param noAnswerMargin how much higher the model scores that there is no answer than the best one, in logits: SQuAD
///     2.0's score difference, for choosing a threshold; positive infinity if there is no answer to compare it with
/// @param noAnswerScore probability that there is no answer; 0 where the model was not asked for it
public record Answers(List<Answer> best, double noAnswerMargin, double noAnswerScore) {
    public Answers {
        best = List.copyOf(best);
    }
}
