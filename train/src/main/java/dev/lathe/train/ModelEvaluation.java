package dev.lathe.train;

import dev.lathe.Device;
import dev.lathe.bert.BertWeights;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Workspace;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.DataSplit;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.TextColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Evaluates a fine-tuned model on data that says what is right, by the task that it was trained for.
///
///     ModelEvaluation.Result result = new ModelEvaluation(Path.of("my-model"), Path.of("test.jsonl")).run();
///     System.out.println(result.evaluation().report().toText());
public final class ModelEvaluation {
    private final Path model;
    private final Path data;
    private Optional<DataFormat> format = Optional.empty();
    private TextColumns columns = TextColumns.standard();

    /// @param model directory of a fine-tuned model
    /// @param data what to evaluate on
    public ModelEvaluation(Path model, Path data) {
        this.model = model;
        this.data = data;
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

    /// Which columns hold what; default the usual names.
    public ModelEvaluation columns(TextColumns value) {
        columns = value;
        return this;
    }

    /// What was found.
    ///
    /// @param data what was evaluated, under the name `data`
    /// @param evaluation the scores
    public record Result(DataSplit data, Evaluation evaluation) {}

    /// Evaluates on a CPU device of its own.
    public Result run() throws IOException {
        try (Device device = Device.cpu()) {
            return run(device);
        }
    }

    /// Evaluates.
    ///
    /// @throws dev.lathe.train.data.DataException if the data is broken or has a label that the model does not know
    /// @throws dev.lathe.bert.checkpoint.CheckpointException if the directory does not hold a model trained for a task
    /// @throws IOException if the file system fails
    public Result run(Device device) throws IOException {
        return run(Task.of(model), device);
    }

    private <E> Result run(Task<E> task, Device device) throws IOException {
        var directory = ModelDirectory.open(model);
        Dataset<E> examples = task.read(data, format, task.columns(columns));
        try (var parameters = Workspace.model(model.toString(), device.backend());
                var weights = directory.openWeights()) {
            ModelScope scope = ModelScope.root(parameters);
            TaskModel<E, ?> trained = task.trained(scope, directory);
            BertWeights.loadTrained(weights, scope.parameters());
            return new Result(examples.as("data"), evaluate(trained, examples, device));
        }
    }

    private static <E, X> Evaluation evaluate(TaskModel<E, X> trained, Dataset<E> examples, Device device) {
        return trained.evaluate(trained.encode(examples.examples()), device.backend());
    }
}
