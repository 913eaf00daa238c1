package dev.lathe.train.task.classification;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.text.ScoredTextExample;
import dev.lathe.train.data.text.ScoredTexts;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Gives each text, or pair of texts, a number: a grade, a likeness, a price.
///
/// The loss is the mean squared error, in the numbers' own unit; models are compared by its root.
public final class RegressionTask implements Task<ScoredTextExample> {
    @Override
    public Optional<String> notPrivateWith() {
        return Optional.empty();
    }

    @Override
    public String name() {
        return "regression";
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return TextClassification.isHeadOf(config) && config.labels().size() == 1
                && switch (config.problemType()) {
                    case REGRESSION, UNSPECIFIED -> true;
                    case SINGLE_LABEL_CLASSIFICATION, MULTI_LABEL_CLASSIFICATION -> false;
                };
    }

    @Override
    public Class<ScoredTextExample> exampleType() {
        return ScoredTextExample.class;
    }

    @Override
    public void check(Dataset<ScoredTextExample> examples) {
        ScoredTexts.requireFinite(examples);
    }

    @Override
    public Dataset<ScoredTextExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return ScoredTexts.read(file, formatOf(file, format), columns);
    }

    @Override
    public TextRegression toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<ScoredTextExample> data, int maxLength) {
        boolean newHead = !isTaskOf(base.config(), base.path());
        return new TextRegression(
                new BertForSequenceClassification(scope, config, 1), newHead, new TextEncoding(base.tokenizer(), maxLength));
    }

    @Override
    public TextRegression trained(ModelScope scope, ModelDirectory model, int maxLength) {
        return new TextRegression(
                new BertForSequenceClassification(scope, model.config().bert(), 1), false, new TextEncoding(model.tokenizer(), maxLength));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new NumberPredictor(TextClassifier.load(model, device));
    }

    @Override
    public Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        return new NumberPredictor(TextEnsembles.open(models, device));
    }

    @Override
    public Evaluation evaluate(List<ModelDirectory> models, Dataset<ScoredTextExample> examples, Device device) throws IOException {
        try (var ensemble = TextEnsembles.open(models, device)) {
            return TextEnsembles.ofNumbers(ensemble, examples.examples());
        }
    }

    @Override
    public CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
