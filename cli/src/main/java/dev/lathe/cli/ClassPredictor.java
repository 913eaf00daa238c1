package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Prediction;
import dev.lathe.bert.TextClassifier;
import java.io.IOException;
import java.util.Map;

/// The one label of each text: `{"label","score","scores":{}}`.
record ClassPredictor(TextClassifier classifier) implements Predictor {
    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                results.add(json -> write(prediction, json));
            }
        });
    }

    private static void write(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeStringField("label", prediction.label());
        json.writeNumberField("score", (float) prediction.score());
        writeScores(prediction, json);
    }

    /// The scores of all labels.
    static void writeScores(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : prediction.scores().entrySet()) {
            json.writeNumberField(score.getKey(), score.getValue().floatValue());
        }
        json.writeEndObject();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
