package dev.lathe.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lathe.bert.Prediction;
import dev.lathe.bert.TextClassifier;
import java.io.IOException;

/// The labels of each text, none or several: `{"labels":[],"scores":{}}`.
record LabelsPredictor(TextClassifier classifier) implements Predictor {
    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                results.add(json -> write(prediction, json));
            }
        });
    }

    private static void write(Prediction prediction, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("labels");
        for (String label : prediction.labels()) {
            json.writeString(label);
        }
        json.writeEndArray();
        ClassPredictor.writeScores(prediction, json);
    }

    @Override
    public void close() {
        classifier.close();
    }
}
