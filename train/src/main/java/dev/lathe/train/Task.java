package dev.lathe.train;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.ConfigFile;
import dev.lathe.bert.ModelConfig;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.checkpoint.CheckpointException;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.DataFormat;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.TextColumns;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a model can be fine-tuned for. Tasks are values: those with settings return a changed copy.
///
/// A task reads its examples, builds the head, and says what the results mean; the loop of training, checkpoints and
/// files belong to [FineTuning] and know none of them. `docs/adding-a-task.md` is the checklist.
///
/// @param <E> an example as its data file has it
public abstract sealed class Task<E extends Example> permits
        SequenceClassificationTask, MultiLabelTask, RegressionTask, TokenClassificationTask,
        QuestionAnsweringTask, MultipleChoiceTask, MaskedLmTask, SentenceEmbeddingTask {
    private static final int USUAL_LENGTH = 128;
    private static final List<Task<?>> ALL = List.of(
            new SequenceClassificationTask(), new MultiLabelTask(), new RegressionTask(), new TokenClassificationTask(),
            new QuestionAnsweringTask(), new MultipleChoiceTask(), new MaskedLmTask(), new SentenceEmbeddingTask());

    private final String name;

    /// @param name as `--task` has it
    Task(String name) {
        this.name = name;
    }

    /// Every task with its usual settings.
    public static List<Task<?>> all() {
        return ALL;
    }

    /// The task of this name, with its usual settings.
    ///
    /// @param name as [#name] has it, in any case
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static Task<?> named(String name) {
        return ALL.stream()
                .filter(task -> task.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task '%s': is none of %s".formatted(
                        name, ALL.stream().map(Task::name).collect(Collectors.joining(", ")))));
    }

    /// The task that a model was trained for.
    ///
    /// @param model its directory
    /// @throws CheckpointException if there is no such model, or its `config.json` speaks of none of the tasks
    public static Task<?> of(Path model) throws IOException {
        Path file = ModelDirectory.configFile(model);
        ModelConfig config = ConfigFile.read(file);
        return of(config, model).orElseThrow(() -> new CheckpointException(
                file.toString(), "%s with %d labels: the model is not trained for any task".formatted(
                        config.architecture(), config.labels().size())));
    }

    /// The task that a model was trained for, if any.
    ///
    /// @param config what its `config.json` says
    /// @param directory where it stands
    public static Optional<Task<?>> of(ModelConfig config, Path directory) {
        return ALL.stream().filter(task -> task.isTaskOf(config, directory)).findFirst();
    }

    /// The word for it on the command line and in `training.json`: `sequence-classification`.
    public final String name() {
        return name;
    }

    /// Tokens of an example at most, special ones included, unless [TrainingOptions] say otherwise: 128.
    public int usualLength() {
        return USUAL_LENGTH;
    }

    /// As [#usualLength()], and never more than a base model reads.
    int usualLength(ModelDirectory base) throws IOException {
        return Math.min(usualLength(), base.config().bert().longestSequence());
    }

    @Override
    public final String toString() {
        return name;
    }

    /// Whether a model was trained for this task, by its `config.json` and what stands beside it. At most one task says so.
    abstract boolean isTaskOf(ModelConfig config, Path directory);

    /// The columns that are read where the given ones are: a task may have another usual name.
    TextColumns columns(TextColumns given) {
        return given;
    }

    /// Reads and checks a data file.
    ///
    /// @param format how it is written; if empty, the task decides, usually by the extension
    /// @param columns what [#columns] says
    abstract Dataset<E> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException;

    /// The format that was asked for, else the one that the task takes a file to have: usually that of its extension.
    DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElseGet(() -> DataFormat.ofExtension(file));
    }

    /// The model that is to be trained: base and a head that fits the data.
    ///
    /// @param scope gets the parameters
    /// @param config the base's, with the dropout of this training
    /// @param data whose training part decides what the head must know; all of it is checked against that
    /// @param maxLength tokens of an example at most
    abstract TaskModel<E, ?> toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<E> data, int maxLength)
            throws IOException;

    /// The model that was trained for this task.
    ///
    /// @param scope gets the parameters
    /// @throws CheckpointException if the directory says something that contradicts the task
    abstract TaskModel<E, ?> trained(ModelScope scope, ModelDirectory model) throws IOException;

    /// What the model card says about the task.
    abstract CardTask card();

    /// Adds the task's own settings to `training.json`.
    void describe(TrainingRecord record) {}
}
