package dev.lathe.train.run.model;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.directory.AdapterDirectory;
import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.bert.directory.ModelMemoryError;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.Outcomes;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.TaskModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Evaluates a fine-tuned model on data that says what is right, by the task that it was trained for.
///
///     ModelEvaluation.Result result = new ModelEvaluation(Path.of("my-model"), Path.of("test.jsonl")).run();
///     System.out.println(result.evaluation().toText());
public final class ModelEvaluation {
    private final Model model;
    private final Path data;
    private Optional<DataFormat> format = Optional.empty();
    private Optional<TextColumns> columns = Optional.empty();
    private EvaluationBatches.Progress progress = EvaluationBatches.Progress.NONE;
    private Optional<Task<?>> task = Optional.empty();
    private OptionalInt maxLength = OptionalInt.empty();

    /// @param model directory of a fine-tuned model
    /// @param data what to evaluate on
    public ModelEvaluation(Path model, Path data) {
        this(() -> ModelDirectory.open(model), data);
    }

    /// As above, of a directory that is open already.
    public ModelEvaluation(ModelDirectory model, Path data) {
        this(() -> model, data);
    }

    private ModelEvaluation(Model model, Path data) {
        this.model = model;
        this.data = data;
    }

    /// What is evaluated, read when it is.
    private interface Model {
        ModelDirectory open() throws IOException;
    }

    /// How the data is written; default by the file's extension.
    public ModelEvaluation format(DataFormat value) {
        return format(Optional.of(value));
    }

    /// How the data is written; by the file's extension if empty.
    public ModelEvaluation format(Optional<DataFormat> value) {
        format = value;
        return this;
    }

    /// Hears how far the evaluation has come.
    public ModelEvaluation progress(EvaluationBatches.Progress value) {
        progress = value;
        return this;
    }

    /// Which columns hold what; default those that the model was trained on, by its `training.json`, else the usual names.
    public ModelEvaluation columns(TextColumns value) {
        columns = Optional.of(value);
        return this;
    }

    /// How the data is read and judged: the task that the model was trained for, with settings of one's own; default with
    /// the usual ones.
    public ModelEvaluation task(Task<?> value) {
        task = Optional.of(value);
        return this;
    }

    /// Tokens of an example at most, special ones included; default what the training's own evaluation read, by the model's
    /// `training.json`, else all that the model reads. Of models that are evaluated together each reads all it can.
    public ModelEvaluation maxLength(int value) {
        maxLength = OptionalInt.of(value);
        return this;
    }

    /// What was found.
    ///
    /// @param data what was evaluated, under the name `data`
    /// @param evaluation the scores
    /// @param examples of the data, in its order
    /// @param length how long they were read
    public record Result(DataSplit data, Evaluation evaluation, List<? extends Example> examples, ReadLength length) {
        /// What the model got wrong, in the order of the data; where nothing is right or wrong, as in a regression, all.
        ///
        /// @throws IllegalArgumentException if nothing is known of single examples
        public List<ModelError> errors() {
            Outcomes outcomes = evaluation.outcomes();
            if (outcomes.predicted().size() != examples.size()) {
                throw new IllegalArgumentException(
                        "%s: this task's evaluation tells nothing of single examples".formatted(data.file().name()));
            }
            var errors = new ArrayList<ModelError>();
            for (int i = 0; i < examples.size(); i++) {
                if (outcomes.right().isEmpty() || !outcomes.right().get(i)) {
                    errors.add(new ModelError(i + 1, examples.get(i), outcomes.predicted().get(i)));
                }
            }
            return errors;
        }
    }

    /// Evaluates on a CPU device of its own.
    public Result run() throws IOException {
        try (Device device = Device.cpu()) {
            return run(device);
        }
    }

    /// Evaluates.
    ///
    /// @throws dev.lathe.train.data.rows.DataException if the data is broken or has a label that the model does not know
    /// @throws CheckpointException if the directory does not hold a model trained for a task, or it is for another one than
    ///     was given
    /// @throws IOException if the file system fails
    public Result run(Device device) throws IOException {
        ModelDirectory directory = model.open();
        return run(judged(directory), directory, device);
    }

    /// Evaluates several models together, by the mean of their probabilities or numbers.
    ///
    /// @param others directories of further models for the same task
    /// @throws IllegalArgumentException if models of this task are not averaged, or these have other labels
    /// @throws CheckpointException as [#run(Device)] does, and if they are trained for different tasks
    /// @throws IOException if the file system fails
    public Result runTogether(List<ModelDirectory> others, Device device) throws IOException {
        ModelDirectory directory = model.open();
        Task<?> judged = judged(directory);
        for (ModelDirectory other : others) {
            new ModelEvaluation(other, data).task(judged).judged(other);
        }
        var all = new ArrayList<>(List.of(directory));
        all.addAll(others);
        return runTogether(judged, all, device);
    }

    private <E extends Example> Result runTogether(Task<E> task, List<ModelDirectory> models, Device device) throws IOException {
        Dataset<E> examples = task.read(data, format, task.columns(columns(models.getFirst())));
        return new Result(examples.as("data"), task.evaluate(models, examples, device), examples.examples(), ReadLength.WHOLE);
    }

    /// Evaluates two models on the same data.
    ///
    /// @param other directory of another model for the same task
    /// @throws IllegalArgumentException if the task's examples are neither right nor wrong
    /// @throws CheckpointException as [#run(Device)] does for both, and if they are trained for different tasks
    /// @throws IOException if the file system fails
    public ModelComparison runAgainst(Path other, Device device) throws IOException {
        return runAgainst(() -> ModelDirectory.open(other), device);
    }

    /// As above, of a directory that is open already.
    public ModelComparison runAgainst(ModelDirectory other, Device device) throws IOException {
        return runAgainst(() -> other, device);
    }

    private ModelComparison runAgainst(Model other, Device device) throws IOException {
        ModelDirectory directory = model.open();
        Task<?> judged = judged(directory);
        ModelDirectory rival = other.open();
        var rivals = new ModelEvaluation(rival, data).format(format).columns(columns(directory)).progress(progress).task(judged);
        rivals.judged(rival);
        Result own = run(judged, directory, device);
        return ModelComparison.of(own, rival.path(), rivals.run(device).evaluation());
    }

    private Task<?> judged(ModelDirectory directory) throws CheckpointException {
        Task<?> trained = Tasks.of(directory);
        Task<?> judged = task.orElse(trained);
        if (!judged.name().equals(trained.name())) {
            throw new CheckpointException(
                    directory.path().toString(), "trained for %s, not %s".formatted(trained.name(), judged.name()));
        }
        return judged;
    }

    private <E extends Example> Result run(Task<E> task, ModelDirectory directory, Device device) throws IOException {
        String model = directory.path().toString();
        Dataset<E> examples = task.of(directory).read(data, format, task.columns(columns(directory)));
        int read = task.readLength(directory);
        int length = length(directory, read);
        try (var parameters = Workspace.model(model, device.backend());
                var weights = directory.openWeights()) {
            TaskModel<E, ?> trained = ModelMemoryError.reading(model,
                    () -> BertWeights.buildTrained(parameters, weights, scope -> {
                        TaskModel<E, ?> made = task.trained(scope, directory, length);
                        BertWeights.loadTrained(weights, scope.parameters());
                        return made;
                    }));
            Evaluation evaluation = evaluate(trained, examples, device);
            return new Result(examples.as("data"), evaluation, examples.examples(), new ReadLength(length, read, trained.cutTexts()));
        }
    }

    private int length(ModelDirectory directory, int read) throws IOException {
        if (maxLength.isPresent()) {
            int given = maxLength.getAsInt();
            int shortest = directory.tokenizer().template().specialInSingle() + 1;
            if (given < shortest || given > read) {
                throw new IllegalArgumentException("maxLength %d: needs %d to %d, the model's limit".formatted(given, shortest, read));
            }
            return given;
        }
        Path own = directory.adapter().map(AdapterDirectory::path).orElse(directory.path());
        return Math.min(read, TrainingRecord.maxLength(own).orElse(read));
    }

    private <E extends Example, X> Evaluation evaluate(TaskModel<E, X> trained, Dataset<E> examples, Device device) {
        return trained.evaluate(trained.encode(examples.examples()), new EvaluationBatches(device.backend(), progress));
    }

    private TextColumns columns(ModelDirectory directory) throws IOException {
        return columns.isPresent() ? columns.get() : columnsOf(directory);
    }

    /// The columns that a model was trained on, else the usual names.
    static TextColumns columnsOf(ModelDirectory directory) throws IOException {
        return TrainingRecord.columns(directory.path()).orElseGet(TextColumns::standard);
    }
}
