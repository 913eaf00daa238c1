package dev.lathe.train.evaluate.score;

import java.util.List;
import java.util.function.ToDoubleBiFunction;

/// A question, its true answers, and what a model answers.
///
/// @param gold the true answers; empty if the text does not answer the question
/// @param predicted the best answer that the model found; empty if it says that there is none
/// @param noAnswerScore how strongly the model holds that there is no answer: a probability, or any number that grows with it; 0
/// where all questions have answers
public record AnsweredQuestion(List<String> gold, String predicted, double noAnswerScore) {

    /// @throws IllegalArgumentException if the score is NaN
    public AnsweredQuestion {
        if (Double.isNaN(noAnswerScore)) {
            throw new IllegalArgumentException("answered question: the score of no answer is NaN");
        }
        // As the official evaluation does: what normalisation leaves nothing of is no answer.
        gold = gold.stream().filter(answer -> !AnswerText.normalized(answer).isEmpty()).toList();
    }

    /// The same, for a model that always answers, or has decided already.
    ///
    /// @param gold the true answers; empty if the text does not answer the question
    /// @param predicted the answer; empty for none
    public AnsweredQuestion(List<String> gold, String predicted) {
        this(gold, predicted, 0);
    }

    /// Whether the text answers the question.
    ///
    /// @return true if there is a true answer
    public boolean hasAnswer() {
        return !gold.isEmpty();
    }

    /// The same, with the answer taken back if the model holds strongly enough that there is none.
    ///
    /// @param threshold what the score may be at most for the answer to stand
    /// @return the decided question
    public AnsweredQuestion decided(double threshold) {
        return noAnswerScore > threshold ? new AnsweredQuestion(gold, "", noAnswerScore) : this;
    }

    /// Exact match with the true answer that fits best.
    ///
    /// @return 1 or 0
    public double exact() {
        return best(AnswerText::exact);
    }

    /// F1 with the true answer that fits best.
    ///
    /// @return the score, `0..1`
    public double f1() {
        return best(AnswerText::f1);
    }

    private double best(ToDoubleBiFunction<String, String> score) {
        return hasAnswer()
                ? gold.stream().mapToDouble(answer -> score.applyAsDouble(answer, predicted)).max().orElseThrow()
                : score.applyAsDouble("", predicted);
    }
}
