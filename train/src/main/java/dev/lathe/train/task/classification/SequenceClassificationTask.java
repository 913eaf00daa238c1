package dev.lathe.train.task.classification;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.data.TextExample;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.loss.LabelLoss;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.LabelHead;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Predictor;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TextEncoding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Gives each text, or pair of texts, one of several labels.
///
/// Source: Devlin et al., 2019, section 4.1.
public final class SequenceClassificationTask implements Task<TextExample> {
    private final LossOptions loss;
    private final boolean calibrated;

    /// With plain cross-entropy, and probabilities as the model gives them.
    public SequenceClassificationTask() {
        this(LossOptions.USUAL, false);
    }

    private SequenceClassificationTask(LossOptions loss, boolean calibrated) {
        this.loss = loss;
        this.calibrated = calibrated;
    }

    /// Learns by another loss.
    public SequenceClassificationTask withLoss(LossOptions value) {
        return new SequenceClassificationTask(value, calibrated);
    }

    /// Fits a temperature to the dev data when the training is done; see [Calibration].
    public SequenceClassificationTask withCalibration() {
        return new SequenceClassificationTask(loss, true);
    }

    @Override
    public Optional<String> needsDev() {
        return calibrated ? Optional.of("calibrate") : Optional.empty();
    }

    @Override
    public void describe(TrainingRecord record) {
        loss.describe(record);
        if (calibrated) {
            record.option("calibrate", true);
        }
    }

    @Override
    public Optional<String> notPrivateWith() {
        return loss.notPrivateWith();
    }

    @Override
    public String name() {
        return "sequence-classification";
    }

    @Override
    public boolean hasLabels() {
        return true;
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return switch (config.problemType()) {
            case SINGLE_LABEL_CLASSIFICATION, UNSPECIFIED ->
                config.labels().size() > 1 && TextClassification.isHeadOf(config);
            case MULTI_LABEL_CLASSIFICATION, REGRESSION -> false;
        };
    }

    @Override
    public Class<TextExample> exampleType() {
        return TextExample.class;
    }

    @Override
    public Dataset<TextExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return TextDataset.read(file, formatOf(file, format), columns).rows();
    }

    @Override
    public TextClassification toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TextExample> data, int maxLength) {
        LabelSet found = LabelSet.ofTrainingData(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::idOf));
        LabelHead head = LabelHead.of(base, found);
        return new TextClassification(
                new BertForSequenceClassification(scope, config, head.labels().size()), head,
                new TextEncoding(base.tokenizer(), maxLength),
                new LabelLoss(loss, loss.weights().of(
                        head.labels().names(), head.labels().countsOf(data.train()), data.train().size())),
                calibrated, Calibration.NONE);
    }

    @Override
    public TextClassification trained(ModelScope scope, ModelDirectory model) throws IOException {
        BertConfig config = model.config().bert();
        List<String> names = model.classifierLabels();
        return new TextClassification(
                new BertForSequenceClassification(scope, config, names.size()), LabelHead.trained(names),
                new TextEncoding(model.tokenizer(), config.longestSequence()), LabelLoss.USUAL, false,
                Calibration.read(model.path()));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new ClassPredictor(TextClassifier.load(model, device));
    }

    @Override
    public Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        return new ClassPredictor(TextEnsembles.open(models, device));
    }

    @Override
    public Evaluation evaluate(List<ModelDirectory> models, Dataset<TextExample> examples, Device device) throws IOException {
        try (var ensemble = TextEnsembles.open(models, device)) {
            return TextEnsembles.ofClasses(ensemble, examples.examples());
        }
    }

    @Override
    public CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
