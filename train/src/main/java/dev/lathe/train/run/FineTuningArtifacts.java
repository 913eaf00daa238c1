package dev.lathe.train.run;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.NamedWriting;
import dev.lathe.bert.config.ConfigFile;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.history.RunCourse;
import dev.lathe.train.history.RunSummary;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.ModelCard;
import dev.lathe.train.output.OutputException;
import dev.lathe.train.output.ReportFiles;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.page.DataFacts;
import dev.lathe.train.page.RunPage;
import dev.lathe.train.run.weights.TrainedPart;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What a fine-tuning writes beside the weights and the tokenizer: configuration, reports, record and card.
final class FineTuningArtifacts {
    private final Task<?> task;
    private final FineTuningInputs<?, ?> inputs;
    private final BaseModel base;
    private final Path out;
    private final TrainingData data;
    private final TrainingOptions options;
    private final Choices choices;
    private final Device device;

    /// What is chosen of a run beside the options of its training.
    ///
    /// @param evalSteps how often the dev data is evaluated; after each epoch if empty
    record Choices(Keep keep, OptionalInt evalSteps, String dataLicence, RunViews views) {}

    FineTuningArtifacts(
            Task<?> task, FineTuningInputs<?, ?> inputs, BaseModel base, Path out, TrainingData data,
            TrainingOptions options, Choices choices, Device device) {
        this.task = task;
        this.inputs = inputs;
        this.base = base;
        this.out = out;
        this.data = data;
        this.options = options;
        this.choices = choices;
        this.device = device;
    }

    /// Everything but weights that is known before the first step: the configuration, the tokenizer, and what the run was
    /// started with.
    void writeSettings(Path directory) throws IOException {
        writeSettings(directory, record());
    }

    private void writeSettings(Path directory, TrainingRecord record) throws IOException {
        writeModel(directory);
        record.write(directory);
    }

    /// What stands beside the weights for whoever opens the model.
    void writeModel(Path directory) throws IOException {
        ConfigFile.write(
                directory.resolve(ConfigFile.NAME), inputs.model().config(inputs.directory().config().bert()));
        int readLength = readLength();
        NamedWriting.of(directory, () -> {
            inputs.directory().tokenizer().save(directory, readLength);
            return directory;
        });
        inputs.model().writeMore(directory);
        if (inputs.part() instanceof TrainedPart.Adapted adapted) {
            AdapterRecord.write(directory, adapted, inputs, base, options.totalSteps(options.stepsPerEpoch(inputs.train().size())));
        }
    }

    /// What the tokenizer says a text may be long: what the base's did, and never more than the model can read.
    private int readLength() throws IOException {
        ModelDirectory base = inputs.directory();
        int longest = base.config().bert().longestSequence();
        return Math.min(longest, base.tokenizersLength().orElse(longest));
    }

    /// Holds what this run was started with against what an earlier one was.
    ///
    /// @param earlier directory with the earlier one's settings
    /// @throws OutputException naming the first difference
    /// @return how many epochs the earlier one was to have, if this one has more, which is the one thing that may differ
    OptionalInt requireSameSettings(Path earlier) throws IOException {
        Path file = earlier.resolve(TrainingRecord.NAME);
        OptionalInt fewer = fewerEpochs(file);
        Optional<String> difference = record(fewer.orElse(options.epochs())).differenceFrom(file);
        if (difference.isPresent()) {
            throw new OutputException("%s: not resumed, for it was begun with something else: %s; resume it with what it was "
                    .formatted(out, difference.get()) + "begun with, or begin anew without --resume");
        }
        return fewer;
    }

    private OptionalInt fewerEpochs(Path earlier) throws IOException {
        OptionalInt epochs = Files.exists(earlier) && options.maxSteps().isEmpty() ? TrainingRecord.epochs(earlier) : OptionalInt.empty();
        return epochs.isPresent() && epochs.getAsInt() < options.epochs() ? epochs : OptionalInt.empty();
    }

    /// What an earlier run with the same settings has left as its result.
    ///
    /// @throws OutputException if the result is that of another run, as after one that was killed before it had begun to write
    FineTuning.Result finishedResult(Path directory) throws IOException {
        Path file = directory.resolve(TrainingRecord.NAME);
        OptionalInt fewer = fewerEpochs(file);
        if (fewer.isPresent() && record(fewer.getAsInt()).differenceFrom(file).isEmpty()) {
            throw new OutputException(("%s: finished after its %d epochs, and what the optimiser remembered is deleted; to train it on, "
                    + "give it as the model of a new run").formatted(out, fewer.getAsInt()));
        }
        Optional<String> difference = Files.exists(file)
                ? record().differenceFrom(file) : Optional.of("no " + TrainingRecord.NAME);
        if (difference.isPresent()) {
            throw new OutputException("%s: not resumed, for no run that could go on is left, and this is the result of another: %s; "
                    .formatted(out, difference.get()) + "--overwrite begins anew and replaces it in the end");
        }
        TrainingRecord.requireResult(directory);
        return new FineTuning.Result(
                directory, inputs.data().reported().name(), ReportFiles.readLoss(directory), Optional.empty(), RunCost.NONE, true);
    }

    /// What a run has come to.
    ///
    /// @param weights the SHA-256 of the result's weights
    /// @param begunWithEpochs how many epochs it was to have at first, if it was resumed with more
    /// @param trained what there was to train
    /// @param evaluation of the test set, else of the dev set
    /// @param optimizerBytes what the optimiser remembered
    record Outcome(
            String weights, RunCost cost, OptionalInt begunWithEpochs, FineTuningRun.Trained trained, Optional<Evaluation> evaluation,
            long optimizerBytes) {}

    /// @return the model card
    String write(Path directory, Outcome outcome) throws IOException {
        TrainingRecord record = record();
        inputs.privacy().ifPresent(plan -> PrivateRun.spent(record, plan, outcome.trained.steps()));
        writeSettings(directory, record.resultFile(inputs.weights().name(), outcome.weights).run(run(outcome)));
        Optional<Evaluation> evaluation = outcome.evaluation;
        if (evaluation.isPresent()) {
            ReportFiles.write(directory, inputs.data().reported(), evaluation.get().loss(), evaluation.get());
        } else {
            ReportFiles.writeTrainingLoss(directory, inputs.data().reported(), outcome.trained.loss());
        }
        ModelCard card = card(name(directory), evaluation);
        inputs.privacy().ifPresent(plan -> card.privacy(PrivateRun.words(plan, outcome.trained.steps())));
        card.write(directory);
        if (choices.views.page()) {
            page(directory, evaluation).write(directory);
        }
        return card.toString();
    }

    /// What the files of a directory say, and what is known of the examples beside.
    private RunPage page(Path directory, Optional<Evaluation> evaluation) throws IOException {
        DataSplits<?> splits = inputs.data();
        var facts = new ArrayList<DataFacts>();
        facts.add(facts("train", splits.train()));
        splits.dev().ifPresent(set -> facts.add(facts("dev", set)));
        splits.test().ifPresent(set -> facts.add(facts("test", set)));
        return new RunPage(
                name(directory), RunSummary.read(directory), RunCourse.read(directory.resolve(RunLog.METRICS)), facts, evaluation,
                splits.test().isPresent() ? splits.test().get().examples() : splits.dev().isPresent() ? splits.dev().get().examples() : List.of(),
                choices.views.texts());
    }

    private static DataFacts facts(String name, Dataset<?> set) {
        return DataFacts.of(name, set.file().name(), set.file().rows(), set.examples());
    }

    private TrainingRecord.Run run(Outcome outcome) {
        RunCost cost = outcome.cost;
        var parts = new LinkedHashMap<String, Duration>();
        parts.put("steps", cost.stepTime());
        parts.put("evaluations", cost.evaluationTime());
        parts.put("checkpoints", cost.savingTime());
        long trained = inputs.trainedNumbers();
        var memory = new LinkedHashMap<String, Long>();
        memory.put("weights", Float.BYTES * inputs.numbers());
        memory.put("gradients", Float.BYTES * trained);
        memory.put("optimizer", outcome.optimizerBytes);
        ProcessMemory.peak().ifPresent(bytes -> memory.put("process_peak", bytes));
        return new TrainingRecord.Run(
                device.toString(), cost.time(), parts, cost.tokens(), cost.tokensPerSecond(), outcome.begunWithEpochs, trained, memory);
    }

    FineTuning.Result result(Path directory, RunCost cost, double trainLoss, Optional<Evaluation> evaluation) {
        return new FineTuning.Result(
                directory, inputs.data().reported().name(), evaluation.map(Evaluation::loss).orElse(trainLoss), evaluation,
                cost, false);
    }

    /// What the run was started with.
    TrainingRecord record() {
        return record(options.epochs());
    }

    private TrainingRecord record(int epochs) {
        var record = new TrainingRecord(LatheVersion.VERSION, task.name(), base.name(), options.seed())
                .option("epochs", epochs)
                .option("batch-size", options.batchSize())
                .option("max-length", inputs.maxLength())
                .option("lr", options.learningRate())
                .option("weight-decay", options.weightDecay());
        options.optimizer().settings().forEach(record::option);
        record.option("warmup", options.warmup())
                .option("schedule", options.schedule().name().toLowerCase(Locale.ROOT))
                .option("grad-accumulation", options.gradAccumulation())
                .option("max-grad-norm", options.maxGradNorm())
                .option("shuffle", options.shuffle())
                .option("keep", choices.keep.name().toLowerCase(Locale.ROOT));
        options.dropout().ifPresentOrElse(
                p -> record.option("dropout", p), () -> record.optionNotGiven("dropout"));
        options.earlyStopping().ifPresentOrElse(
                evaluations -> record.option("early-stopping", evaluations), () -> record.optionNotGiven("early-stopping"));
        options.maxSteps().ifPresent(steps -> record.option("max-steps", steps));
        choices.evalSteps.ifPresent(steps -> record.option("eval-steps", steps));
        if (!options.optimizer().name().equals(TrainingOptions.defaults().optimizer().name())) {
            record.option("optimizer", options.optimizer().name());
        }
        if (options.layerDecay() != 1) {
            record.option("layer-decay", options.layerDecay());
        }
        if (!options.freeze().isEmpty()) {
            record.option("freeze", String.join(",", options.freeze()));
        }
        RobustRecord.describe(record, options.robust());
        inputs.privacy().ifPresent(plan -> PrivateRun.describe(record, plan));
        options.adapter().ifPresent(method -> AdapterRecord.describe(record, method));
        data.holdout().dev().ifPresentOrElse(
                share -> record.option("dev-fraction", share), () -> record.optionNotGiven("dev-fraction"));
        data.holdout().test().ifPresent(share -> record.option("test-fraction", share));
        if (data.holdout().stratified()) {
            record.option("stratify", true);
        }
        data.holdout().seed().ifPresent(seed -> record.option("split-seed", seed));
        data.holdout().groupColumn().ifPresent(column -> record.option("group-column", column));
        data.format().ifPresentOrElse(
                format -> record.option("format", format.optionValue()), () -> record.optionNotGiven("format"));
        TextColumns columns = task.columns(data.columns());
        record.option("text-column", columns.text())
                .option("pair-column", columns.pair())
                .option("label-column", columns.label())
                .option("data-license", choices.dataLicence);
        columns.layout().delimiter().ifPresent(delimiter -> record.option("delimiter", delimiter.toString()));
        columns.layout().id().ifPresent(id -> record.option("id-column", id));
        task.describe(record);
        record.baseLicence(base.licence());
        inputs.data().all().forEach(record::data);
        inputs.baseFiles().forEach(record::baseFile);
        return record;
    }

    private ModelCard card(String name, Optional<Evaluation> evaluation) {
        var card = options.adapter().isPresent()
                ? new ModelCard(name, AdapterRecord.card(task.card(), options.adapter().get(), inputs, base), base.name(), base.licence())
                        .adapter(options.adapter().get().name())
                : new ModelCard(name, task.card(), base.name(), base.licence());
        inputs.data().all().forEach(split -> card.data(split, choices.dataLicence));
        inputs.augmented().ifPresent(card::remark);
        task.remark().ifPresent(card::remark);
        evaluation.ifPresent(found -> card.scores(inputs.data().reported(), found.cardScores()));
        return card;
    }

    /// The result's own name: that of the work in progress without its ending.
    private static String name(Path directory) {
        return String.valueOf(directory.getFileName()).replaceFirst("\\.partial$", "");
    }
}
