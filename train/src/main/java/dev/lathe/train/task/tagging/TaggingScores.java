package dev.lathe.train.task.tagging;

import dev.lathe.train.evaluate.ClassificationReport;
import dev.lathe.train.evaluate.EntityReport;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.TokenReport;
import dev.lathe.train.evaluate.score.ClassScores;
import dev.lathe.train.evaluate.score.MatchCounts;
import dev.lathe.train.evaluate.score.SampleScore;
import dev.lathe.train.evaluate.text.Report;
import dev.lathe.train.tagging.Tag;
import dev.lathe.train.tagging.TagScheme;
import java.util.ArrayList;
import java.util.List;

/// How tags are judged: by the entities that they mark, or, if they are plain words such as parts of speech, each by itself.
///
/// @param strict whether tags that break the rules of their scheme mark no entity
/// @param tokens whether the report of entities tells of tokens too
record TaggingScores(boolean strict, boolean tokens) {

    /// @param labels of a model that is to be judged
    /// @throws IllegalArgumentException if they are plain, and entities are to be read strictly
    void requireFit(List<String> labels) {
        if (strict && !Tag.markChunks(labels)) {
            throw new IllegalArgumentException("strict: tags such as '" + labels.getFirst() + "' mark no entities");
        }
    }

    Evaluation evaluation(double loss, PredictedTags tags) {
        return Tag.markChunks(tags.labels()) ? ofEntities(loss, tags) : ofTokens(loss, tags);
    }

    private Evaluation ofEntities(double loss, PredictedTags tags) {
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
                headline, report, outcomes(entities.sentences()).withPredicted(predicted).withScored(tags.scored()));
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

    private static Evaluation ofTokens(double loss, PredictedTags tags) {
        List<List<String>> gold = tags.gold();
        List<List<String>> predicted = tags.predicted();
        ClassificationReport words = TokenReport.of(gold, predicted);
        List<String> names = words.classes().stream().map(ClassScores::name).toList();
        return Evaluation.ofClasses(loss, words, outcomes(ids(gold, names), ids(predicted, names), names.size()).withPredicted(predicted)
                .withScored(tags.scored()));
    }

    private static int[][] ids(List<List<String>> sentences, List<String> names) {
        return sentences.stream()
                .map(tags -> tags.stream().mapToInt(names::indexOf).toArray())
                .toArray(int[][]::new);
    }

    /// A sentence is right if all its tags are. Intervals are drawn by the sentence, whose words are no independent examples.
    private static Outcomes outcomes(int[][] gold, int[][] predicted, int classes) {
        var right = new boolean[gold.length];
        var counts = new ArrayList<MatchCounts>();
        for (int i = 0; i < gold.length; i++) {
            int correct = 0;
            for (int word = 0; word < gold[i].length; word++) {
                correct += gold[i][word] == predicted[i][word] ? 1 : 0;
            }
            right[i] = correct == gold[i].length;
            counts.add(new MatchCounts(correct, gold[i].length, gold[i].length));
        }
        // With a tag for every word, the F1 of all tags together is the accuracy.
        return Outcomes.of(right)
                .with("accuracy", SampleScore.microF1(counts))
                .with("macro_f1", SampleScore.macroF1(gold, predicted, classes));
    }
}
