package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.MaskFiller;
import dev.lathe.bert.TextClassifier;
import dev.lathe.bert.TextEmbedder;
import dev.lathe.train.MaskedLmTask;
import dev.lathe.train.MultiLabelTask;
import dev.lathe.train.RegressionTask;
import dev.lathe.train.SentenceEmbeddingTask;
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
            case MultiLabelTask _ -> new LabelsPredictor(TextClassifier.load(model, device));
            case RegressionTask _ -> new NumberPredictor(TextClassifier.load(model, device));
            case MaskedLmTask _ -> new WordPredictor(MaskFiller.load(model, device));
            case SentenceEmbeddingTask _ -> new VectorPredictor(
                    TextEmbedder.load(model, TextEmbedder.Options.of(model), device));
        };
    }

    /// Writes a line for each prediction.
    void predict(PredictArguments given, JsonLines results) throws IOException;

    @Override
    void close();
}
