package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.checkpoint.WeightFiles;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextDataset;
import dev.lathe.train.metrics.EvaluationMetrics;
import dev.lathe.train.metrics.MetricsLog;
import dev.lathe.train.output.OutputDirectory;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One fine-tuning, from opened output to completed output.
final class FineTuningRun {
    private static final String METRICS = "metrics.jsonl";
    private static final String BEST = "best.safetensors";

    private final BaseModel base;
    private final TrainingData data;
    private final TrainingOptions options;
    private final Keep keep;
    private final String dataLicence;
    private final OutputDirectory output;
    private final Backend backend;
    private final TrainingListener listener;

    FineTuningRun(
            BaseModel base, TrainingData data, TrainingOptions options, Keep keep, String dataLicence,
            OutputDirectory output, Backend backend, TrainingListener listener) {
        this.base = base;
        this.data = data;
        this.options = options;
        this.keep = keep;
        this.dataLicence = dataLicence;
        this.output = output;
        this.backend = backend;
        this.listener = listener;
    }

    FineTuning.Result run() throws IOException {
        TrainingData.Read read = data.read(options.seed());
        var directory = ModelDirectory.open(base.directory());
        LabelSet labels = labels(directory, read.labels());
        BertConfig config = config(directory);
        try (var workspace = Workspace.model("parameters of " + base.name(), backend)) {
            ModelScope scope = ModelScope.root(workspace);
            var model = new BertForSequenceClassification(scope, config, labels.size());
            load(directory, scope.parameters(), labels);
            return train(directory, config, read, labels, model, scope.parameters());
        }
    }

    /// The base model's labels if it is a classifier of just these, so that its head goes on; else the data's.
    private static LabelSet labels(ModelDirectory directory, LabelSet found) {
        List<String> known = directory.config().labels();
        return new HashSet<>(known).equals(new HashSet<>(found.names())) ? LabelSet.ofModel(known) : found;
    }

    private BertConfig config(ModelDirectory directory) {
        BertConfig config = directory.config().bert();
        if (options.maxLength() > config.maxPositionEmbeddings()) {
            throw new IllegalArgumentException("maxLength %d: the model's maxPositionEmbeddings is %d".formatted(
                    options.maxLength(), config.maxPositionEmbeddings()));
        }
        if (options.dropout().isEmpty()) {
            return config;
        }
        double dropout = options.dropout().getAsDouble();
        return config.toBuilder()
                .hiddenDropoutProb(dropout)
                .attentionProbsDropoutProb(dropout)
                .classifierDropout(dropout)
                .build();
    }

    private void load(ModelDirectory directory, List<ModelParameter> parameters, LabelSet labels) throws IOException {
        boolean otherLabels = !directory.config().labels().equals(labels.names());
        try (var weights = directory.openWeights()) {
            var loaded = BertWeights.load(
                    weights, parameters, options.seed(), name -> otherLabels && name.startsWith("classifier."));
            if (!loaded.initialized().isEmpty()) {
                listener.notice("initialised from the seed: " + TrainingListener.some(loaded.initialized()));
            }
            if (!loaded.unused().isEmpty()) {
                listener.notice("not used: " + TrainingListener.some(loaded.unused()));
            }
        }
    }

    private FineTuning.Result train(
            ModelDirectory directory, BertConfig config, TrainingData.Read read, LabelSet labels,
            BertForSequenceClassification model, List<ModelParameter> parameters) throws IOException {
        EncodedExamples examples = encode(read.train(), labels, directory);
        Optional<EncodedExamples> dev = read.dev().map(set -> encode(set, labels, directory));
        Optional<EncodedExamples> test = read.test().map(set -> encode(set, labels, directory));
        var artifacts = new FineTuningArtifacts(output.partial(), base, options, keep, dataLicence, read);
        try (var log = MetricsLog.create(output.partial().resolve(METRICS));
                var trainer = new ClassifierTrainer(
                        model, parameters.stream().map(ModelParameter::parameter).toList(), examples, options, backend)) {
            var best = new BestModel(output.checkpoints().resolve(BEST), keep == Keep.BEST && dev.isPresent(), parameters);
            double trainLoss = epochs(trainer, model, dev, labels, log, best);
            best.restore();
            Optional<Evaluation> evaluation = Optional.empty();
            if (test.isPresent()) {
                evaluation = Optional.of(evaluate(model, test.get(), labels, "test", options.epochs(), log));
            } else if (dev.isPresent()) {
                evaluation = Optional.of(best.evaluation());
            }
            BertWeights.save(output.partial().resolve(WeightFiles.SINGLE), parameters);
            directory.tokenizer().save(output.partial());
            artifacts.write(directory.config().bert(), labels.names(), trainLoss, evaluation);
            log.sync();
            var result = artifacts.result(output.out(), trainLoss, evaluation);
            output.complete();
            return result;
        }
    }

    /// @return the mean training loss of the last epoch
    private double epochs(
            ClassifierTrainer trainer, BertForSequenceClassification model, Optional<EncodedExamples> dev,
            LabelSet labels, MetricsLog log, BestModel best) throws IOException {
        double loss = Double.NaN;
        int steps = trainer.totalSteps();
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            int now = epoch;
            loss = trainer.epoch(epoch, metrics -> {
                log.step(metrics);
                listener.step(new TrainingListener.StepProgress(
                        now, options.epochs(), (int) metrics.step(), steps, metrics.loss(), metrics.tokensPerSecond()));
            });
            if (dev.isPresent()) {
                best.offer(evaluate(model, dev.get(), labels, "dev", epoch, log));
            }
        }
        return loss;
    }

    private Evaluation evaluate(
            BertForSequenceClassification model, EncodedExamples examples, LabelSet labels,
            String split, int epoch, MetricsLog log) throws IOException {
        var evaluation = Evaluation.of(model, examples, labels.names(), backend);
        log.evaluation(EvaluationMetrics.of(epoch, split, evaluation.loss(), evaluation.report()));
        listener.evaluated(epoch, split, evaluation);
        return evaluation;
    }

    private EncodedExamples encode(TextDataset set, LabelSet labels, ModelDirectory directory) {
        return EncodedExamples.of(set, labels, directory.tokenizer(), options.maxLength());
    }
}
