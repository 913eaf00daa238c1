package dev.lathe.train.task.classification;

import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextPredictor;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// The one label of each text.
///
/// @param thresholds by whose text it is, if the model has some
/// @param best how many scores are listed; all if empty
record ClassPredictor(TextPredictor classifier, Optional<GroupThresholds> thresholds, OptionalInt best) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        Optional<Supplier<String>> groups = thresholds.map(own -> given.groups(own.column()));
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                Prediction settled = groups.map(next -> prediction.settled(thresholds.get(), next.get())).orElse(prediction);
                results.add(json -> ResultJson.label(settled, best, json));
            }
        });
    }

    @Override
    public void close() {
        classifier.close();
    }
}
