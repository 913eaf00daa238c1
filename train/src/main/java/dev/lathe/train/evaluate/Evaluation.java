package dev.lathe.train.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.evaluate.score.Bootstrap;
import dev.lathe.train.evaluate.score.ConfidenceInterval;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How well a model does on data that says what is right.
///
/// @param loss mean loss of the examples, as the task defines it
/// @param scores the figures that sum it up, in the order in which they are shown
/// @param headline the one of them by which models are compared: the best epoch is kept by it, and training stops by it
/// @param report all figures; its type is the task's, such as [dev.lathe.train.evaluate.ClassificationReport]
/// @param outcomes what was done with each example
public record Evaluation(double loss, List<Score> scores, Score headline, Report report, Outcomes outcomes)
        implements Report {
    /// Intervals are drawn from it, so that the same evaluation always has the same.
    private static final Bootstrap BOOTSTRAP = Bootstrap.ofSeed(42);
    private static final int NAMES = 20;

    /// @throws IllegalArgumentException if the headline is none of the scores
    public Evaluation {
        scores = List.copyOf(scores);
        if (!scores.contains(headline)) {
            throw new IllegalArgumentException("evaluation: headline '%s': is none of the scores".formatted(headline.key()));
        }
    }

    /// Of a model that gives each thing one class.
    ///
    /// @param outcomes with samples of `accuracy` and `macro_f1`
    public static Evaluation ofClasses(double loss, ClassificationReport report, Outcomes outcomes) {
        var macro = Score.high("macro_f1", "f1", "Macro F1", report.macroAverage().f1());
        return new Evaluation(
                loss,
                List.of(
                        Score.high("accuracy", "accuracy", "Accuracy", report.accuracy()), macro,
                        Score.high("weighted_f1", "f1", "Weighted F1", report.weightedAverage().f1())),
                macro, report, outcomes);
    }

    /// Without outcomes of single examples.
    Evaluation(double loss, List<Score> scores, Score headline, Report report) {
        this(loss, scores, headline, report, Outcomes.NONE);
    }

    /// Where a score would lie if other examples of the same kind had been drawn.
    ///
    /// @param key of the score, as for [#score]
    /// @return empty if the score cannot be worked out for a choice of examples
    public Optional<ConfidenceInterval> interval(String key) {
        return Optional.ofNullable(outcomes.samples().get(key)).map(BOOTSTRAP::interval);
    }

    /// What people read: the task's report, and scores with their intervals below it.
    @Override
    public String toText() {
        String lines = scoreLines();
        return report.toText() + (lines.isEmpty() ? "" : "\n" + lines);
    }

    /// Those of the task's report.
    @Override
    public String confusions() {
        return report.confusions();
    }

    /// The scores that have intervals, one a line.
    public String scoreLines() {
        var lines = new StringBuilder();
        for (Score score : scores) {
            interval(score.key()).ifPresent(interval -> lines
                    .append(score.name()).repeat(' ', Math.max(1, NAMES - score.name().length()))
                    .append(interval.toText()).append('\n'));
        }
        return lines.toString();
    }

    /// Writes the fields of the task's report, and those of [#writeIntervals].
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        report.writeFields(json);
        writeIntervals(json);
    }

    /// Writes `intervals`: an object a score under its key.
    public void writeIntervals(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("intervals");
        for (Score score : scores) {
            Optional<ConfidenceInterval> interval = interval(score.key());
            if (interval.isPresent()) {
                json.writeObjectFieldStart(score.key());
                interval.get().writeFields(json);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /// The value of a score.
    ///
    /// @param key as in `metrics.jsonl`: `accuracy`, `macro_f1`
    /// @throws IllegalArgumentException if this evaluation has no such score; the message lists those it has
    public double score(String key) {
        return scores.stream().filter(score -> score.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("evaluation: score '%s': there are %s".formatted(
                        key, scores.stream().map(Score::key).toList())))
                .value();
    }

    /// By what it is compared with others.
    public Standing standing() {
        return new Standing(headline, loss);
    }

    /// The line of `metrics.jsonl`.
    public EvaluationMetrics metrics(int epoch, String split) {
        var values = new LinkedHashMap<String, Double>();
        scores.forEach(score -> values.put(score.key(), score.value()));
        return new EvaluationMetrics(epoch, split, loss, values);
    }

    /// The line of `metrics.jsonl` within an epoch.
    public EvaluationMetrics metrics(int epoch, long step, String split) {
        EvaluationMetrics line = metrics(epoch, split);
        return new EvaluationMetrics(epoch, OptionalLong.of(step), split, loss, line.scores());
    }

    /// What a model card can state.
    public List<CardScore> cardScores() {
        return scores.stream()
                .filter(score -> Double.isFinite(score.value()))
                .map(score -> new CardScore(score.type(), score.name(), score.value()))
                .toList();
    }
}
