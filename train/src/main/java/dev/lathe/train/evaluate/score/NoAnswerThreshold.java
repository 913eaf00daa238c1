package dev.lathe.train.evaluate.score;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// From which score of no answer on a model should better not answer: the threshold for which a set of questions scores best.
///
/// The official evaluation of SQuAD 2.0 finds the same threshold, unless questions have equal scores. It tries thresholds
/// between those, which no threshold can do.
///
/// @param threshold questions with a greater score count as not answered
/// @param score the mean exact match or F1 with it
public record NoAnswerThreshold(double threshold, double score) {

    /// The threshold for the best exact match.
    ///
    /// @param questions with the model's best answers and its scores of no answer
    /// @return the lowest of the best thresholds
    /// @throws IllegalArgumentException if there are no questions
    public static NoAnswerThreshold ofExact(List<AnsweredQuestion> questions) {
        return of(questions, AnsweredQuestion::exact);
    }

    /// The threshold for the best F1.
    ///
    /// @param questions with the model's best answers and its scores of no answer
    /// @return the lowest of the best thresholds
    /// @throws IllegalArgumentException if there are no questions
    public static NoAnswerThreshold ofF1(List<AnsweredQuestion> questions) {
        return of(questions, AnsweredQuestion::f1);
    }

    /// Starts with no question answered; then lets the answers stand one by one, those held most firmly first.
    private static NoAnswerThreshold of(List<AnsweredQuestion> questions, ToDoubleFunction<AnsweredQuestion> score) {
        if (questions.isEmpty()) {
            throw new IllegalArgumentException("no-answer threshold: no questions");
        }
        List<AnsweredQuestion> ordered =
                questions.stream().sorted(Comparator.comparingDouble(AnsweredQuestion::noAnswerScore)).toList();
        double sum = questions.stream().filter(question -> !question.hasAnswer()).count();
        double best = sum;
        double threshold = Math.nextDown(ordered.getFirst().noAnswerScore());
        for (int i = 0; i < ordered.size(); i++) {
            AnsweredQuestion question = ordered.get(i);
            sum += score.applyAsDouble(question) - (question.hasAnswer() ? 0 : 1);
            boolean lastOfEquals =
                    i + 1 == ordered.size() || ordered.get(i + 1).noAnswerScore() > question.noAnswerScore();
            if (lastOfEquals && sum > best) {
                best = sum;
                threshold = question.noAnswerScore();
            }
        }
        return new NoAnswerThreshold(threshold, best / questions.size());
    }
}
