package dev.lathe.train;

import dev.lathe.train.metrics.ClassScores;
import dev.lathe.train.metrics.ClassificationReport;
import dev.lathe.train.metrics.EntityReport;
import dev.lathe.train.metrics.MatchCounts;
import dev.lathe.train.metrics.Report;
import dev.lathe.train.metrics.SampleScore;
import dev.lathe.train.metrics.TokenReport;
import dev.lathe.train.tagging.TagScheme;
import java.util.ArrayList;
import java.util.List;

/// How tags are judged: by the entities that they mark.
///
/// @param strict whether tags that break the rules of their scheme mark no entity
/// @param tokens whether the report tells of tokens too
record TaggingScores(boolean strict, boolean tokens) {

    Evaluation evaluation(double loss, PredictedTags tags) {
        List<List<String>> gold = tags.gold();
        List<List<String>> predicted = tags.predicted();
        EntityReport entities = strict
                ? EntityReport.strict(gold, predicted, scheme(gold, tags.labels()))
                : EntityReport.lenient(gold, predicted);
        ClassificationReport words = TokenReport.of(gold, predicted);
        Report report = tokens ? new TaggingReport(entities, words) : entities;
        ClassScores micro = entities.microAverage();
        Score headline = Score.high("micro_f1", "f1", "Entity F1", micro.f1());
        return new Evaluation(
                loss,
                List.of(
                        headline, Score.high("precision", "precision", "Precision", micro.precision()),
                        Score.high("recall", "recall", "Recall", micro.recall()),
                        Score.high("macro_f1", "f1", "Macro F1", entities.macroAverage().f1()),
                        Score.high("accuracy", "accuracy", "Accuracy", words.accuracy())),
                headline, report, outcomes(entities.sentences()));
    }

    /// The scheme that fits both data and model best: a model may know letters that these sentences lack.
    private static TagScheme scheme(List<List<String>> gold, List<String> labels) {
        var sentences = new ArrayList<>(gold);
        labels.forEach(label -> sentences.add(List.of(label)));
        return TagScheme.of(sentences);
    }

    /// A sentence is right if just its entities are found.
    private static Outcomes outcomes(List<MatchCounts> sentences) {
        var right = new boolean[sentences.size()];
        for (int i = 0; i < right.length; i++) {
            MatchCounts counts = sentences.get(i);
            right[i] = counts.correct() == counts.gold() && counts.correct() == counts.predicted();
        }
        return Outcomes.of(right).with("micro_f1", SampleScore.microF1(sentences));
    }
}
