package dev.lathe.train.task.answering;

import dev.lathe.train.evaluate.AnswerReport;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.ThresholdReport;
import dev.lathe.train.evaluate.score.AnsweredQuestion;
import dev.lathe.train.evaluate.score.SampleScore;
import java.util.List;

/// How answers are judged: by the words that they share with the true ones. A question is right if its answer matches one
/// exactly.
final class AnswerScoring {
    private AnswerScoring() {}

    /// @param answered questions with the model's best answers
    /// @param threshold from which score of no answer on none is given
    static Evaluation evaluation(double loss, List<AnsweredQuestion> answered, double threshold) {
        boolean someHaveNone = !answered.stream().allMatch(AnsweredQuestion::hasAnswer);
        List<AnsweredQuestion> questions = answered.stream().map(question -> question.decided(threshold)).toList();
        AnswerReport report = AnswerReport.of(questions);
        Score f1 = Score.high("f1", "f1", "F1", report.all().f1());
        Score exact = Score.high("exact", "exact_match", "Exact match", report.all().exact());
        var right = new boolean[questions.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = questions.get(i).exact() == 1;
        }
        Outcomes outcomes = Outcomes.ofShare("exact", right)
                .withPredicted(questions.stream().map(AnsweredQuestion::predicted).toList())
                .with("f1", SampleScore.mean(questions.stream().mapToDouble(AnsweredQuestion::f1).toArray()));
        return new Evaluation(
                loss, List.of(f1, exact), f1, someHaveNone ? ThresholdReport.of(report, answered) : report, outcomes);
    }
}
