package dev.lathe.cli;

import dev.lathe.bert.Prediction;
import dev.lathe.bert.TextClassifier;
import java.io.IOException;

/// The number of each text: `{"score"}`.
record NumberPredictor(TextClassifier classifier) implements Predictor {
    @Override
    public void predict(PredictArguments given, JsonLines results) throws IOException {
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                results.add(json -> json.writeNumberField("score", (float) prediction.score()));
            }
        });
    }

    @Override
    public void close() {
        classifier.close();
    }
}
