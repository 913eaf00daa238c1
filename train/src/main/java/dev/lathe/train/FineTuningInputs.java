package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.LabelSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Everything that a fine-tuning reads, read and checked before anything is written.
///
/// @param <E> an example as its file has it
/// @param <X> an example as the model reads it
final class FineTuningInputs<E extends Example, X> implements AutoCloseable {
    private final ModelDirectory directory;
    private final DataSplits<E> data;
    private final Workspace workspace;
    private final TaskModel<E, X> model;
    private final int maxLength;
    private final List<ModelParameter> parameters;
    private final List<X> train;
    private final Optional<List<X>> dev;
    private final Optional<List<X>> test;

    private FineTuningInputs(
            ModelDirectory directory, DataSplits<E> data, Workspace workspace, TaskModel<E, X> model,
            int maxLength, List<ModelParameter> parameters) {
        this.directory = directory;
        this.data = data;
        this.workspace = workspace;
        this.model = model;
        this.maxLength = maxLength;
        this.parameters = parameters;
        this.train = model.encode(data.train().examples());
        this.dev = data.dev().map(set -> model.encode(set.examples()));
        this.test = data.test().map(set -> model.encode(set.examples()));
    }

    /// Reads the data and the base model.
    static <E extends Example> FineTuningInputs<E, ?> read(
            Task<E> task, BaseModel base, TrainingData data, TrainingOptions options, Backend backend,
            TrainingListener listener) throws IOException {
        DataSplits<E> read = data.read(task, options.seed());
        LabelSet.lookalikes(read.train()).forEach(listener::notice);
        var directory = ModelDirectory.open(base.directory());
        Workspace workspace = Workspace.model("parameters of " + base.name(), backend);
        boolean complete = false;
        try {
            ModelScope scope = ModelScope.root(workspace);
            BertConfig config = config(directory, options);
            int maxLength = maxLength(task, options, config);
            var model = task.toTrain(scope, config, directory, read, maxLength);
            var inputs = new FineTuningInputs<>(directory, read, workspace, model, maxLength, scope.parameters());
            options.stepsPerEpoch(inputs.train.size());
            inputs.load(options.seed(), listener);
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

    DataSplits<E> data() {
        return data;
    }

    TaskModel<E, X> model() {
        return model;
    }

    /// Tokens of an example at most.
    int maxLength() {
        return maxLength;
    }

    List<ModelParameter> parameters() {
        return parameters;
    }

    List<X> train() {
        return train;
    }

    Optional<List<X>> dev() {
        return dev;
    }

    Optional<List<X>> test() {
        return test;
    }

    Trainer<X> trainer(TrainingOptions options, Backend backend) {
        List<Parameter> trained = parameters.stream().map(ModelParameter::parameter).toList();
        return new Trainer<>(model.objective(), trained, train, options, backend);
    }

    private static BertConfig config(ModelDirectory directory, TrainingOptions options) {
        BertConfig config = directory.config().bert();
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

    private static int maxLength(Task<?> task, TrainingOptions options, BertConfig config) {
        int longest = config.longestSequence();
        int maxLength = options.maxLength().orElse(Math.min(task.usualLength(), longest));
        if (maxLength > longest) {
            throw new IllegalArgumentException(
                    "maxLength %d: the model takes %d tokens at most".formatted(maxLength, longest));
        }
        return maxLength;
    }

    private void load(long seed, TrainingListener listener) throws IOException {
        try (var weights = directory.openWeights()) {
            var loaded = BertWeights.load(weights, parameters, seed, model::startsAnew);
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
