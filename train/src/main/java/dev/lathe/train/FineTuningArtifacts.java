package dev.lathe.train;

import dev.lathe.bert.ConfigFile;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ProblemType;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.output.CardScore;
import dev.lathe.train.output.ModelCard;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a fine-tuning writes beside the weights and the tokenizer: configuration, reports, record and card.
final class FineTuningArtifacts {
    private static final String TASK = "sequence-classification";
    private static final String ARCHITECTURE = "BertForSequenceClassification";

    private final FineTuningInputs inputs;
    private final BaseModel base;
    private final TrainingData data;
    private final TrainingOptions options;
    private final Keep keep;
    private final String dataLicence;

    FineTuningArtifacts(
            FineTuningInputs inputs, BaseModel base, TrainingData data, TrainingOptions options, Keep keep,
            String dataLicence) {
        this.inputs = inputs;
        this.base = base;
        this.data = data;
        this.options = options;
        this.keep = keep;
        this.dataLicence = dataLicence;
    }

    /// @param evaluation of the test set, else of the dev set
    void write(Path directory, double trainLoss, Optional<Evaluation> evaluation) throws IOException {
        ConfigFile.write(
                directory.resolve(ConfigFile.NAME),
                new ModelConfig(
                        inputs.directory().config().bert(), ARCHITECTURE, inputs.labels().names(),
                        ProblemType.SINGLE_LABEL_CLASSIFICATION));
        if (evaluation.isPresent()) {
            ReportFiles.write(directory, evaluatedSplit(), evaluation.get().loss(), evaluation.get().report());
        } else {
            ReportFiles.writeTrainingLoss(directory, evaluatedSplit(), trainLoss);
        }
        record().write(directory);
        card(name(directory), evaluation).write(directory);
    }

    FineTuning.Result result(Path out, double trainLoss, Optional<Evaluation> evaluation) {
        return new FineTuning.Result(
                out, evaluatedSplit().name(), evaluation.map(Evaluation::loss).orElse(trainLoss), evaluation);
    }

    private DataSplit evaluatedSplit() {
        return inputs.data().test().map(set -> set.as("test"))
                .or(() -> inputs.data().dev().map(set -> set.as("dev")))
                .orElseGet(() -> inputs.data().train().as("train"));
    }

    private List<DataSplit> splits() {
        var splits = new ArrayList<DataSplit>(List.of(inputs.data().train().as("train")));
        inputs.data().dev().map((TextDataset set) -> set.as("dev")).ifPresent(splits::add);
        inputs.data().test().map((TextDataset set) -> set.as("test")).ifPresent(splits::add);
        return splits;
    }

    private TrainingRecord record() {
        var record = new TrainingRecord(LatheVersion.VERSION, TASK, base.name(), options.seed())
                .option("epochs", options.epochs())
                .option("batch-size", options.batchSize())
                .option("max-length", options.maxLength())
                .option("lr", options.learningRate())
                .option("weight-decay", options.weightDecay())
                .option("warmup", options.warmup())
                .option("schedule", options.schedule().name().toLowerCase(Locale.ROOT))
                .option("max-grad-norm", options.maxGradNorm())
                .option("shuffle", options.shuffle())
                .option("keep", keep.name().toLowerCase(Locale.ROOT));
        options.dropout().ifPresentOrElse(
                p -> record.option("dropout", p), () -> record.optionNotGiven("dropout"));
        data.devFraction().ifPresentOrElse(
                share -> record.option("dev-fraction", share), () -> record.optionNotGiven("dev-fraction"));
        data.format().ifPresentOrElse(
                format -> record.option("format", format.optionValue()), () -> record.optionNotGiven("format"));
        record.option("text-column", data.columns().text())
                .option("pair-column", data.columns().pair())
                .option("label-column", data.columns().label());
        splits().forEach(record::data);
        return record;
    }

    private ModelCard card(String name, Optional<Evaluation> evaluation) {
        var card = new ModelCard(name, "text-classification", base.name(), base.licence());
        splits().forEach(split -> card.data(split, dataLicence));
        evaluation.ifPresent(found -> card.scores(evaluatedSplit(), CardScore.of(found.report())));
        return card;
    }

    /// The result's own name: that of the work in progress without its ending.
    private static String name(Path directory) {
        return String.valueOf(directory.getFileName()).replaceFirst("\\.partial$", "");
    }
}
