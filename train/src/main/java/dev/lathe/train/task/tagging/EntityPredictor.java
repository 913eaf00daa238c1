package dev.lathe.train.task.tagging;

import dev.lathe.bert.predict.Entity;
import dev.lathe.bert.predict.EntityFinder;
import dev.lathe.bert.predict.ResultJson;
import dev.lathe.bert.predict.TextInput;
import dev.lathe.train.task.PredictionInputs;
import dev.lathe.train.task.Predictor;
import java.io.IOException;
import java.util.List;

/// The entities of each text, or its words where a label marks each word.
record EntityPredictor(EntityFinder classifier) implements Predictor {
    @Override
    public void predict(PredictionInputs given, Results results) throws IOException {
        given.texts(chunk -> {
            if (chunk.stream().anyMatch(input -> input.pair().isPresent())) {
                throw new IllegalArgumentException("a model that finds entities reads single texts, not pairs");
            }
            for (List<Entity> entities : classifier.predictAll(chunk.stream().map(TextInput::text).toList())) {
                results.add(json -> ResultJson.entities(entities, json));
            }
        });
    }

    @Override
    public void close() {
        classifier.close();
    }
}
