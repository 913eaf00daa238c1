package dev.lathe.train.task.classification;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.Calibration;
import dev.lathe.bert.directory.GroupThresholds;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.TextDataset;
import dev.lathe.train.data.text.TextExample;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.fairness.FairTraining;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.fairness.GroupLoss;
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
    private final Optional<FairnessOptions> fairness;
    /// Of the data, where it must say whose texts they are.
    private final Optional<String> groupColumn;

    /// With plain cross-entropy, and probabilities as the model gives them.
    public SequenceClassificationTask() {
        this(LossOptions.USUAL, false, Optional.empty(), Optional.empty());
    }

    private SequenceClassificationTask(
            LossOptions loss, boolean calibrated, Optional<FairnessOptions> fairness, Optional<String> groupColumn) {
        this.loss = loss;
        this.calibrated = calibrated;
        this.fairness = fairness;
        this.groupColumn = groupColumn;
        if (fairness.filter(one -> one.training() == FairTraining.REWEIGHING).isPresent() && !loss.equals(LossOptions.USUAL)) {
            throw new IllegalArgumentException("fairness reweighing: is for the plain loss; give no other options of it");
        }
    }

    /// Learns by another loss.
    public SequenceClassificationTask withLoss(LossOptions value) {
        return new SequenceClassificationTask(value, calibrated, fairness, groupColumn);
    }

    /// Fits a temperature to the dev data when the training is done; see [Calibration].
    public SequenceClassificationTask withCalibration() {
        return new SequenceClassificationTask(loss, true, fairness, groupColumn);
    }

    /// Corrects that groups are treated differently; each text of the data must say whose it is.
    public SequenceClassificationTask withFairness(FairnessOptions value) {
        return new SequenceClassificationTask(loss, calibrated, Optional.of(value), Optional.of(value.column()));
    }

    @Override
    public Optional<String> needsDev() {
        return calibrated ? Optional.of("calibrate")
                : fairness.flatMap(FairnessOptions::thresholds).map(parity -> "fairness thresholds " + parity.word());
    }

    @Override
    public void describe(TrainingRecord record) {
        loss.describe(record);
        if (calibrated) {
            record.option("calibrate", true);
        }
        fairness.ifPresent(options -> options.describe(record));
    }

    @Override
    public Optional<String> notPrivateWith() {
        return loss.notPrivateWith().or(() -> fairness.map(_ -> "fairness"));
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
        DataFormat known = formatOf(file, format);
        return (groupColumn.isPresent() ? TextDataset.read(file, known, columns, groupColumn.get())
                : TextDataset.read(file, known, columns)).rows();
    }

    @Override
    public TextClassification toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<TextExample> data, int maxLength) {
        LabelSet found = LabelSet.ofTrainingData(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::idOf));
        LabelHead head = LabelHead.of(base, found);
        if (fairness.isPresent()) {
            data.evaluated().forEach(set -> FairAnswers.require(fairness.get(), set));
        }
        GroupLoss groups = fairness.map(options -> GroupLoss.of(options, head.labels().names(), data.train(),
                data.train().examples().stream().mapToInt(head.labels()::idOf).toArray())).orElse(GroupLoss.NONE);
        var model = new BertForSequenceClassification(scope, config, head.labels().size());
        boolean adversarial = fairness.filter(options -> options.training() == FairTraining.ADVERSARIAL).isPresent();
        return new TextClassification(
                model, head, new TextEncoding(base.tokenizer(), maxLength),
                new LabelLoss(loss, loss.weights().of(
                        head.labels().names(), head.labels().countsOf(data.train()), data.train().size())),
                adversarial ? groups.withAdversary(scope, config.hiddenSize()) : groups,
                calibrated, Calibration.NONE, new FairAnswers(head.labels().names(), fairness, Optional.empty()));
    }

    @Override
    public TextClassification trained(ModelScope scope, ModelDirectory model, int maxLength) throws IOException {
        BertConfig config = model.config().bert();
        List<String> names = model.classifierLabels();
        return new TextClassification(
                new BertForSequenceClassification(scope, config, names.size()), LabelHead.trained(names),
                new TextEncoding(model.tokenizer(), maxLength), LabelLoss.USUAL, GroupLoss.NONE, false,
                Calibration.read(model.path()),
                new FairAnswers(names, Optional.empty(), GroupThresholds.read(model.path(), names)));
    }

    /// Reads whose texts they are too, if the model has thresholds by that.
    @Override
    public SequenceClassificationTask of(ModelDirectory model) throws IOException {
        return new SequenceClassificationTask(loss, calibrated, fairness, GroupThresholds.read(model.path(), model.classifierLabels())
                .map(GroupThresholds::column).or(() -> groupColumn));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new ClassPredictor(TextClassifier.load(model, device), GroupThresholds.read(model.path(), model.classifierLabels()), settings.best());
    }

    @Override
    public Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        return new ClassPredictor(TextEnsembles.open(models, device), Optional.empty(), settings.best());
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

    @Override
    public Optional<String> remark() {
        return fairness.map(FairnessOptions::remark);
    }
}
