package dev.lathe.cli;

import dev.lathe.Device;
import dev.lathe.bert.ChoiceSelector;
import dev.lathe.bert.MaskFiller;
import dev.lathe.bert.QuestionAnswerer;
import dev.lathe.bert.TextClassifier;
import dev.lathe.bert.TextEmbedder;
import dev.lathe.bert.TokenClassifier;
import dev.lathe.train.MaskedLmTask;
import dev.lathe.train.MultiLabelTask;
import dev.lathe.train.MultipleChoiceTask;
import dev.lathe.train.QuestionAnsweringTask;
import dev.lathe.train.RegressionTask;
import dev.lathe.train.SentenceEmbeddingTask;
import dev.lathe.train.SequenceClassificationTask;
import dev.lathe.train.Task;
import dev.lathe.train.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Path;

/// What `predict` does with the models of a task.
interface Predictor extends AutoCloseable {
    /// Loads a model for the task that it was trained for.
    static Predictor open(Path model, PredictSettings settings, Device device) throws IOException {
        Task<?> trained = Task.of(model);
        settings.check(trained);
        return switch (trained) {
            case SequenceClassificationTask _ -> new ClassPredictor(TextClassifier.load(model, device));
            case MultiLabelTask _ -> new LabelsPredictor(TextClassifier.load(model, device));
            case RegressionTask _ -> new NumberPredictor(TextClassifier.load(model, device));
            case TokenClassificationTask _ -> new EntityPredictor(
                    TokenClassifier.load(model, settings.tagging(model), device));
            case QuestionAnsweringTask _ -> new AnswerPredictor(
                    QuestionAnswerer.load(model, settings.answering(model), device), settings.answering(model),
                    settings.listsAnswers());
            case MultipleChoiceTask _ -> new ChoicePredictor(ChoiceSelector.load(model, device));
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
