package dev.lathe.train.task.classification;

import dev.lathe.Device;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.config.ProblemType;
import dev.lathe.bert.directory.LabelThresholds;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.bert.predict.TextClassifier;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.data.text.MultiLabelExample;
import dev.lathe.train.data.text.MultiLabelTexts;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.loss.DecisionLoss;
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

/// Gives each text, or pair of texts, any number of labels: each is decided on its own.
///
/// Unless columns say otherwise the labels are in `labels`: a list in JSONL, parted by semicolons in CSV and TSV. A text
/// may have none.
public final class MultiLabelTask implements Task<MultiLabelExample> {
    private static final String LABELS = "labels";
    private static final char SEPARATOR = ';';

    private final LossOptions loss;
    private final boolean thresholds;

    /// With plain binary cross-entropy and a threshold of a half for all labels.
    public MultiLabelTask() {
        this(LossOptions.USUAL, false);
    }

    private MultiLabelTask(LossOptions loss, boolean thresholds) {
        this.loss = loss;
        this.thresholds = thresholds;
    }

    /// Learns by another loss.
    public MultiLabelTask withLoss(LossOptions value) {
        return new MultiLabelTask(value, thresholds);
    }

    /// Chooses each label's threshold for the best F1 on the dev data when the training is done; see [LabelThresholds].
    public MultiLabelTask withDevThresholds() {
        return new MultiLabelTask(loss, true);
    }

    @Override
    public Optional<String> needsDev() {
        return thresholds ? Optional.of("thresholds dev") : Optional.empty();
    }

    @Override
    public void describe(TrainingRecord record) {
        loss.describe(record);
        if (thresholds) {
            record.option("thresholds", "dev");
        }
    }

    @Override
    public Optional<String> notPrivateWith() {
        return loss.notPrivateWith();
    }

    @Override
    public String name() {
        return "multi-label";
    }

    @Override
    public boolean hasLabels() {
        return true;
    }

    @Override
    public boolean isTaskOf(ModelConfig config, Path directory) {
        return config.problemType() == ProblemType.MULTI_LABEL_CLASSIFICATION && !config.labels().isEmpty()
                && TextClassification.isHeadOf(config);
    }

    @Override
    public Class<MultiLabelExample> exampleType() {
        return MultiLabelExample.class;
    }

    @Override
    public Dataset<MultiLabelExample> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException {
        return MultiLabelTexts.read(file, formatOf(file, format), columns, SEPARATOR);
    }

    @Override
    public TextColumns columns(TextColumns given) {
        return given.label().equals(TextColumns.standard().label()) ? given.withLabel(LABELS) : given;
    }

    @Override
    public MultiLabelClassification toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<MultiLabelExample> data, int maxLength) {
        LabelSet found = LabelSet.ofMultiLabels(data.train());
        data.evaluated().forEach(set -> set.examples().forEach(found::decisionsOf));
        LabelHead head = LabelHead.of(base, found);
        return new MultiLabelClassification(
                new BertForSequenceClassification(scope, config, head.labels().size()), head,
                new TextEncoding(base.tokenizer(), maxLength),
                new DecisionLoss(loss, loss.weights().ofPositives(
                        head.labels().names(), head.labels().countsOf(data.train()), data.train().size())),
                thresholds, LabelThresholds.NONE);
    }

    @Override
    public MultiLabelClassification trained(ModelScope scope, ModelDirectory model, int maxLength) throws IOException {
        BertConfig config = model.config().bert();
        List<String> names = model.config().labels();
        return new MultiLabelClassification(
                new BertForSequenceClassification(scope, config, names.size()), LabelHead.trained(names),
                new TextEncoding(model.tokenizer(), maxLength), DecisionLoss.USUAL, false,
                LabelThresholds.read(model.path(), names));
    }

    @Override
    public Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException {
        return new LabelsPredictor(TextClassifier.load(model, device));
    }

    @Override
    public Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        return new LabelsPredictor(TextEnsembles.open(models, device));
    }

    @Override
    public Evaluation evaluate(List<ModelDirectory> models, Dataset<MultiLabelExample> examples, Device device) throws IOException {
        try (var ensemble = TextEnsembles.open(models, device)) {
            return TextEnsembles.ofLabels(ensemble, examples.examples());
        }
    }

    @Override
    public CardTask card() {
        return CardTask.ofTexts("text-classification");
    }
}
