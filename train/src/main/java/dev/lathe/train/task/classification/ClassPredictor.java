package dev.lathe.train.task.classification;

import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextPredictor;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;

/// The one label of each text.
record ClassPredictor(TextPredictor classifier) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                results.add(json -> ResultJson.label(prediction, json));
            }
        });
    }

    @Override
    public void close() {
        classifier.close();
    }
}
