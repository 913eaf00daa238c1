package dev.lathe.train.run.model;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.Score;
import dev.lathe.train.evaluate.score.McNemarTest;
import dev.lathe.train.evaluate.text.Report;
import java.io.IOException;
import java.nio.file.Path;

/// Two models on the same data: how well each does, and whether that is more than chance.
///
/// @param data what both were evaluated on
/// @param evaluation of the first model
/// @param other the second model's directory
/// @param otherEvaluation of the second model
/// @param test by the examples that only one of them gets right
public record ModelComparison(
        DataSplit data, Evaluation evaluation, Path other, Evaluation otherEvaluation, McNemarTest test)
        implements Report {

    static ModelComparison of(ModelEvaluation.Result first, Path other, Evaluation second) {
        if (first.evaluation().outcomes().right().isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: its examples are neither right nor wrong: two models can be compared by their scores only".formatted(
                            first.data().file().name()));
        }
        return new ModelComparison(
                first.data(), first.evaluation(), other, second,
                McNemarTest.of(right(first.evaluation()), right(second)));
    }

    private static boolean[] right(Evaluation evaluation) {
        var right = new boolean[evaluation.outcomes().right().size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = evaluation.outcomes().right().get(i);
        }
        return right;
    }

    /// The first model's report, then the second's scores and the test.
    @Override
    public String toText() {
        return "%s\nagainst %s\n%sMcNemar's test      %s\n".formatted(
                evaluation.toText(), other, otherEvaluation.scoreLines(), test.toText());
    }

    /// Writes the fields of the first model's evaluation, and `against`: the second's `model`, `loss`, scores and `intervals`,
    /// and `mcnemar`, the fields of [McNemarTest].
    @Override
    public void writeFields(JsonGenerator json) throws IOException {
        evaluation.writeFields(json);
        json.writeObjectFieldStart("against");
        json.writeStringField("model", other.toString());
        json.writeNumberField("loss", otherEvaluation.loss());
        for (Score score : otherEvaluation.scores()) {
            json.writeNumberField(score.key(), score.value());
        }
        otherEvaluation.writeIntervals(json);
        json.writeObjectFieldStart("mcnemar");
        test.writeFields(json);
        json.writeEndObject();
        json.writeEndObject();
    }
}
