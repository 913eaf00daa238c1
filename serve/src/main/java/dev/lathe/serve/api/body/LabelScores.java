package dev.lathe.serve.api.body;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.serve.http.Fields;
import dev.lathe.serve.http.HttpProblem;
import dev.lathe.serve.model.LabelModel;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How the scores of labels are wanted: all, or where any number of labels may be true, those from a threshold on.
///
/// @param threshold the least score that is told
/// @param decides whether the label that is given may be another than the likeliest
public record LabelScores(double threshold, boolean decides) {
    /// As a request wants them of a model.
    public static LabelScores of(Fields fields, LabelModel model) {
        boolean raw = switch (model.problemType()) {
            case REGRESSION, UNSPECIFIED -> true;
            case SINGLE_LABEL_CLASSIFICATION, MULTI_LABEL_CLASSIFICATION -> false;
        };
        if (fields.truth("raw_scores", raw) && !raw) {
            throw HttpProblem.invalid("raw_scores: the model's scores are probabilities");
        }
        return new LabelScores(fields.real("threshold").orElse(Double.NEGATIVE_INFINITY), model.groupColumn().isPresent());
    }

    /// The labels, the likeliest first: `[{"label","score"}]`. Where thresholds by group decide, the label that they give
    /// is the first, however small its score.
    public void write(JsonGenerator json, Prediction prediction) throws IOException {
        List<Map.Entry<String, Double>> scores = prediction.scores().entrySet().stream()
                .filter(entry -> entry.getValue() >= threshold || decides && entry.getKey().equals(prediction.label()))
                .sorted(Comparator.comparing((Map.Entry<String, Double> entry) -> !decides || !entry.getKey().equals(prediction.label()))
                        .thenComparingDouble(entry -> -entry.getValue()))
                .toList();
        json.writeStartArray();
        for (Map.Entry<String, Double> entry : scores) {
            json.writeStartObject();
            json.writeStringField("label", entry.getKey());
            json.writeNumberField("score", entry.getValue().floatValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
