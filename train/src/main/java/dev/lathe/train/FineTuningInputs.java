package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.LabelSet;
import dev.lathe.train.data.TextDataset;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Everything that a fine-tuning reads, read and checked before anything is written.
final class FineTuningInputs implements AutoCloseable {
    private final ModelDirectory directory;
    private final TrainingData.Read data;
    private final LabelSet labels;
    private final TrainingOptions options;
    private final Workspace workspace;
    private final BertForSequenceClassification model;
    private final List<ModelParameter> parameters;

    private FineTuningInputs(
            ModelDirectory directory, TrainingData.Read data, TrainingOptions options, Workspace workspace) {
        this.directory = directory;
        this.data = data;
        this.options = options;
        this.workspace = workspace;
        this.labels = labels(directory, data.labels());
        ClassifierTrainer.stepsPerEpoch(data.train().size(), options);
        ModelScope scope = ModelScope.root(workspace);
        this.model = new BertForSequenceClassification(scope, config(directory, options), labels.size());
        this.parameters = scope.parameters();
    }

    /// Reads the data and the base model.
    static FineTuningInputs read(
            BaseModel base, TrainingData data, TrainingOptions options, Backend backend, TrainingListener listener)
            throws IOException {
        TrainingData.Read read = data.read(options.seed());
        var directory = ModelDirectory.open(base.directory());
        Workspace workspace = Workspace.model("parameters of " + base.name(), backend);
        boolean complete = false;
        try {
            var inputs = new FineTuningInputs(directory, read, options, workspace);
            inputs.load(listener);
            complete = true;
            return inputs;
        } finally {
            if (!complete) {
                workspace.close();
            }
        }
    }

    ModelDirectory directory() {
        return directory;
    }

    TrainingData.Read data() {
        return data;
    }

    LabelSet labels() {
        return labels;
    }

    BertForSequenceClassification model() {
        return model;
    }

    List<ModelParameter> parameters() {
        return parameters;
    }

    EncodedExamples train() {
        return encode(data.train());
    }

    Optional<EncodedExamples> dev() {
        return data.dev().map(this::encode);
    }

    Optional<EncodedExamples> test() {
        return data.test().map(this::encode);
    }

    private EncodedExamples encode(TextDataset set) {
        return EncodedExamples.of(set, labels, directory.tokenizer(), options.maxLength());
    }

    /// The base model's labels if it is a classifier of just these, so that its head goes on; else the data's.
    private static LabelSet labels(ModelDirectory directory, LabelSet found) {
        List<String> known = directory.config().labels();
        return new HashSet<>(known).equals(new HashSet<>(found.names())) ? LabelSet.ofModel(known) : found;
    }

    private static BertConfig config(ModelDirectory directory, TrainingOptions options) {
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

    private void load(TrainingListener listener) throws IOException {
        boolean otherLabels = !directory.config().labels().equals(labels.names());
        try (var weights = directory.openWeights()) {
            var loaded = BertWeights.load(
                    weights, parameters, options.seed(), name -> otherLabels && name.startsWith("classifier."));
            if (!loaded.initialized().isEmpty()) {
                listener.notice("initialised from the seed: " + String.join(", ", loaded.initialized()));
            }
            if (!loaded.unused().isEmpty()) {
                listener.notice("not used: " + String.join(", ", loaded.unused()));
            }
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
