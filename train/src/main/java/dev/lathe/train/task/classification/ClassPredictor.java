package dev.lathe.train.task.classification;

import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.bert.predict.Prediction;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextPredictor;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The one label of each text.
///
/// @param thresholds by whose text it is, if the model has some
record ClassPredictor(TextPredictor classifier, Optional<GroupThresholds> thresholds) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        Optional<Iterator<String>> groups = thresholds.isPresent()
                ? Optional.of(given.groups(thresholds.get().column()).iterator()) : Optional.empty();
        given.texts(chunk -> {
            for (Prediction prediction : classifier.predictAll(chunk)) {
                Prediction settled = groups.map(next -> settled(prediction, next.next())).orElse(prediction);
                results.add(json -> ResultJson.label(settled, json));
            }
        });
    }

    private Prediction settled(Prediction plain, String group) {
        List<String> labels = List.copyOf(plain.scores().keySet());
        double[] probabilities = plain.scores().values().stream().mapToDouble(Double::doubleValue).toArray();
        int chosen = thresholds.orElseThrow().choose(probabilities, labels, group);
        return new Prediction(labels.get(chosen), probabilities[chosen], plain.scores(), plain.thresholds());
    }

    @Override
    public void close() {
        classifier.close();
    }
}
