package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.TextClassifier;
import dev.lathe.train.SequenceClassificationTask;
import dev.lathe.train.Task;
import java.io.IOException;
import java.nio.file.Path;

/// What `predict` does with the models of a task.
interface Predictor extends AutoCloseable {
    /// Loads a model for the task that it was trained for.
    static Predictor open(Path model, Device device) throws IOException {
        return switch (Task.of(model)) {
            case SequenceClassificationTask _ -> new ClassPredictor(TextClassifier.load(model, device));
        };
    }

    /// Writes a line for each prediction.
    void predict(PredictArguments given, JsonLines results) throws IOException;

    @Override
    void close();
}
