package dev.lathe.train.run;

import dev.lathe.Device;
import dev.lathe.bert.adapter.AdapterConfig;
import dev.lathe.bert.checkpoint.Checkpoint;
import dev.lathe.bert.checkpoint.file.LegibleName;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.optim.Optimizer;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.labels.BalancedDraw;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.labels.LabelSet;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.run.weights.RunWeights;
import dev.lathe.train.run.weights.TrainedPart;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TaskModel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// Everything that a fine-tuning reads, read and checked before anything is written.
///
/// @param <E> an example as its file has it
/// @param <X> an example as the model reads it
final class FineTuningInputs<E extends Example, X> implements AutoCloseable {
    /// Tensors in a notice; more come from a file that is no model's.
    private static final int MOST_NAMED = 12;

    private final ModelDirectory directory;
    private final SortedMap<String, String> baseFiles;
    private final DataSplits<E> data;
    private final Workspace workspace;
    private final TaskModel<E, X> model;
    private final int maxLength;
    private final List<ModelParameter> parameters;
    private final TrainedPart part;
    private final List<X> train;
    private final Optional<List<X>> dev;
    private final Optional<List<X>> test;
    private Optional<PrivacyPlan> privacy = Optional.empty();
    private Optional<String> augmented = Optional.empty();

    private FineTuningInputs(
            ModelDirectory directory, SortedMap<String, String> baseFiles, DataSplits<E> data, Workspace workspace, TaskModel<E, X> model,
            int maxLength, List<ModelParameter> parameters, TrainedPart part) {
        this.directory = directory;
        this.baseFiles = baseFiles;
        this.data = data;
        this.workspace = workspace;
        this.model = model;
        this.maxLength = maxLength;
        this.parameters = parameters;
        this.part = part;
        this.train = model.encode(data.train().examples());
        this.dev = data.dev().map(set -> model.encode(set.examples()));
        this.test = data.test().map(set -> model.encode(set.examples()));
    }

    /// Reads the data and the base model.
    static <E extends Example> FineTuningInputs<E, ?> read(
            Task<E> task, BaseModel base, TrainingData data, TrainingOptions options, Backend backend,
            TrainingListener listener) throws IOException {
        return read(task, base, data, options, backend, listener, own -> own);
    }

    /// As above.
    ///
    /// @param known what the head must know, of the data: perhaps that of others too
    static <E extends Example> FineTuningInputs<E, ?> read(
            Task<E> task, BaseModel base, TrainingData data, TrainingOptions options, Backend backend,
            TrainingListener listener, UnaryOperator<DataSplits<E>> known) throws IOException {
        options.adapter().ifPresent(AdapterConfig::requireForm);
        DataSplits<E> given = data.read(task, options.seed());
        DataSplits<E> read = options.robust().augmentation().map(augmentation -> new DataSplits<>(
                new AugmentedData(augmentation, options.seed()).of(given.train(), task.exampleType()), given.dev(), given.test())).orElse(given);
        Optional<String> augmented = options.robust().augmentation().map(_ -> AugmentedData.price(given.train().size(), read.train().size()));
        augmented.ifPresent(listener::notice);
        LabelSet.lookalikes(read.train()).forEach(listener::notice);
        var directory = ModelDirectory.open(base.directory());
        if (directory.adapter().isPresent()) {
            throw new IllegalArgumentException(
                    "%s: an adapter; a training begins with a whole model, which 'lathe merge' makes of it".formatted(base.name()));
        }
        Workspace workspace = Workspace.model("parameters of " + base.name(), backend);
        boolean complete = false;
        try (var weights = directory.openWeights()) {
            directory.notices().forEach(listener::notice);
            BertConfig config = config(directory, options);
            int maxLength = maxLength(task, options, directory, config);
            var plan = TrainedPart.of(options, weights);
            var built = ModelMemoryError.reading(base.name(), () -> BertWeights.build(workspace, weights, plan.plan(), scope ->
                    new Built<>(task.toTrain(scope, config, directory, known.apply(read), maxLength), scope.parameters(), plan)));
            var inputs = built.inputs(directory, BaseModel.fileHashes(directory.encoder()), read, workspace, maxLength);
            options.stepsPerEpoch(inputs.train.size());
            inputs.privacy = PrivateRun.plan(options, inputs);
            inputs.augmented = augmented;
            plan.notice(inputs.kept()).ifPresent(listener::notice);
            inputs.load(weights, options.seed(), listener);
            plan.begin(backend);
            complete = true;
            return inputs;
        } finally {
            if (!complete) {
                workspace.close();
            }
        }
    }

    /// A model whose parameters are still without values.
    private record Built<E extends Example, X>(TaskModel<E, X> model, List<ModelParameter> parameters, TrainedPart part) {
        FineTuningInputs<E, X> inputs(
                ModelDirectory directory, SortedMap<String, String> baseFiles, DataSplits<E> data, Workspace workspace,
                int maxLength) {
            return new FineTuningInputs<>(directory, baseFiles, data, workspace, model, maxLength, parameters, part);
        }
    }

    ModelDirectory directory() {
        return directory;
    }

    /// The SHA-256 of the base model's files, by name.
    SortedMap<String, String> baseFiles() {
        return baseFiles;
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

    /// What of the model is trained.
    TrainedPart part() {
        return part;
    }

    /// Those of the model that is kept, which is all but what is left behind with the training.
    List<ModelParameter> kept() {
        return parameters.stream().filter(parameter -> !model.isLeftBehind(parameter.name())).toList();
    }

    /// What a result or a checkpoint keeps of the model.
    RunWeights weights() {
        return part.weights(kept());
    }

    /// What a checkpoint keeps beside that, of parameters that no result has.
    List<Optimizer.State> leftBehind() {
        return parameters.stream().filter(parameter -> model.isLeftBehind(parameter.name())).map(ModelParameter::parameter)
                .map(parameter -> new Optimizer.State("value", parameter, parameter.value())).toList();
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

    /// What is promised to those whom the training data is about.
    Optional<PrivacyPlan> privacy() {
        return privacy;
    }

    /// What copies of texts cost, if there are some.
    Optional<String> augmented() {
        return augmented;
    }

    /// What is about to be done with it.
    RunPlan plan(Task<?> task, BaseModel base, TrainingOptions options, Device device) {
        int stepsPerEpoch = options.stepsPerEpoch(train.size());
        return new RunPlan(
                task.name(), base.name(), device.toString(), data.all(), RunPlan.labelsOf(data.train()), maxLength,
                model.cutTexts(), options.epochs(stepsPerEpoch), options.totalSteps(stepsPerEpoch), options.stepSize(),
                trainedNumbers());
    }

    /// How many numbers are trained.
    long trainedNumbers() {
        return parameters.stream().map(ModelParameter::parameter).filter(parameter -> !parameter.isFrozen())
                .mapToLong(parameter -> parameter.shape().size()).sum();
    }

    /// How many numbers the model has.
    long numbers() {
        return parameters.stream().mapToLong(parameter -> parameter.parameter().shape().size()).sum();
    }

    Trainer<X> trainer(TrainingOptions options, StepRule rule, Backend backend) {
        List<Parameter> all = parameters.stream().map(ModelParameter::parameter).toList();
        var trainer = new Trainer<>(model.objective(options.totalSteps(options.stepsPerEpoch(train.size()))), all, train, options, rule, backend);
        if (options.robust().balancedSampling()) {
            var draw = new BalancedDraw(data.train().examples().stream().map(example -> example.classes().iterator().next()).toList());
            trainer.ordered(epoch -> draw.ofEpoch(options.seed(), epoch));
        }
        return trainer;
    }

    private static BertConfig config(ModelDirectory directory, TrainingOptions options) {
        BertConfig config = directory.config().bert().toBuilder()
                .virtualTokens(options.adapter().map(AdapterMethod::virtualTokens).orElse(0))
                .build();
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

    private static int maxLength(Task<?> task, TrainingOptions options, ModelDirectory base, BertConfig config) throws IOException {
        int longest = config.longestSequence();
        int maxLength = options.maxLength().isPresent() ? options.maxLength().getAsInt() : Math.min(longest, task.usualLength(base));
        if (maxLength > longest) {
            throw new IllegalArgumentException("maxLength %d: the model takes %d tokens at most%s".formatted(maxLength, longest,
                    config.virtualTokens() == 0 ? "" : " beside %d virtual ones".formatted(config.virtualTokens())));
        }
        return maxLength;
    }

    private void load(Checkpoint weights, long seed, TrainingListener listener) throws IOException {
        var loaded = ModelMemoryError.reading(weights.file(),
                () -> BertWeights.load(weights, parameters, seed, model::startsAnew));
        List<String> initialized = part.initialized(loaded.initialized());
        if (!initialized.isEmpty()) {
            listener.notice("initialised from the seed: " + LegibleName.list(initialized, MOST_NAMED));
        }
        if (!loaded.unused().isEmpty()) {
            listener.notice("not used: " + LegibleName.list(loaded.unused(), MOST_NAMED));
        }
    }

    @Override
    public void close() {
        workspace.close();
    }
}
