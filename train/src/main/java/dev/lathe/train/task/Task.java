package dev.lathe.train.task;

import dev.lathe.Device;
import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.nn.ModelScope;
import dev.lathe.train.data.Dataset;
import dev.lathe.train.data.Example;
import dev.lathe.train.data.rows.DataFormat;
import dev.lathe.train.data.rows.TextColumns;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.output.CardTask;
import dev.lathe.train.output.TrainingRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a model can be fine-tuned for. Tasks are values: those with settings return a changed copy.
///
/// A task reads its examples, builds the head, and says what the results mean; the loop of training, checkpoints and
/// files belong to `FineTuning` and know none of them. `docs/adding-a-task.md` is the checklist.
///
/// @param <E> an example as its data file has it
public interface Task<E extends Example> {
    /// The word for it on the command line and in `training.json`: `sequence-classification`.
    String name();

    /// Tokens of an example at most, special ones included, unless `TrainingOptions` say otherwise: 128.
    default int usualLength() {
        return 128;
    }

    /// As [#usualLength()], and never more than a base model reads.
    default int usualLength(ModelDirectory base) throws IOException {
        return Math.min(usualLength(), base.config().bert().longestSequence());
    }

    /// Whether a model was trained for this task, by its `config.json` and what stands beside it. The first in the list that says so counts.
    boolean isTaskOf(ModelConfig config, Path directory);

    /// Whether examples have labels out of a set, so that a part that is set aside can have them in the same shares.
    default boolean hasLabels() {
        return false;
    }

    /// What of it is decided by dev data, by the option's name; empty if nothing is.
    default Optional<String> needsDev() {
        return Optional.empty();
    }

    /// What of it, by the option's name, makes that the gradients of one example tell of others, or is not known not to: no training can
    /// hide an example then. Empty if the loss of an example is its own. A task that does not say so is not trained privately.
    default Optional<String> notPrivateWith() {
        return Optional.of(name());
    }

    /// The columns that are read where the given ones are: a task may have another usual name.
    default TextColumns columns(TextColumns given) {
        return given;
    }

    /// What its examples are.
    Class<E> exampleType();

    /// Holds examples that were made in memory against what reading a file makes sure of.
    ///
    /// @throws dev.lathe.train.data.rows.DataException naming the first example that does not do
    default void check(Dataset<E> examples) {}

    /// Reads and checks a data file.
    ///
    /// @param format how it is written; if empty, the task decides, usually by the extension
    /// @param columns what [#columns] says
    Dataset<E> read(Path file, Optional<DataFormat> format, TextColumns columns) throws IOException;

    /// The format that was asked for, else the one that the task takes a file to have: usually that of its extension.
    default DataFormat formatOf(Path file, Optional<DataFormat> format) {
        return format.orElseGet(() -> DataFormat.ofExtension(file));
    }

    /// The model that is to be trained: base and a head that fits the data.
    ///
    /// @param scope gets the parameters
    /// @param config the base's, with the dropout of this training
    /// @param data whose training part decides what the head must know; all of it is checked against that
    /// @param maxLength tokens of an example at most
    TaskModel<E, ?> toTrain(
            ModelScope scope, BertConfig config, ModelDirectory base, DataSplits<E> data, int maxLength)
            throws IOException;

    /// Tokens of an example at most, special ones included, that a finished model reads when its predictor is asked.
    ///
    /// @throws CheckpointException if the directory says something that is broken
    default int readLength(ModelDirectory model) throws IOException {
        return model.config().bert().longestSequence();
    }

    /// The model that was trained for this task.
    ///
    /// @param scope gets the parameters
    /// @param maxLength tokens of an example at most, as [#readLength] or less
    /// @throws CheckpointException if the directory says something that contradicts the task
    TaskModel<E, ?> trained(ModelScope scope, ModelDirectory model, int maxLength) throws IOException;

    /// This task, as a finished model needs its examples read.
    ///
    /// @throws CheckpointException if what the directory says of that is broken
    default Task<E> of(ModelDirectory model) throws IOException {
        return this;
    }

    /// A finished model of this task, loaded.
    ///
    /// @param model its directory, of which no file is read again
    /// @throws CheckpointException if it is broken
    Predictor predictor(ModelDirectory model, PredictionSettings settings, Device device) throws IOException;

    /// Several finished models of this task that answer together, by the mean of their probabilities or numbers.
    ///
    /// @param models two or more
    /// @throws IllegalArgumentException if models of this task are not averaged, or these have other labels
    default Predictor predictor(List<ModelDirectory> models, PredictionSettings settings, Device device) throws IOException {
        throw notAveraged();
    }

    /// How well several finished models do together, as [#predictor(List, PredictionSettings, Device)] averages them.
    ///
    /// @throws IllegalArgumentException as there
    default Evaluation evaluate(List<ModelDirectory> models, Dataset<E> examples, Device device) throws IOException {
        throw notAveraged();
    }

    private IllegalArgumentException notAveraged() {
        return new IllegalArgumentException("ensemble: models for %s are not averaged".formatted(name()));
    }

    /// What the model card says about the task.
    CardTask card();

    /// What the model card says of how this task's training treats the data, a line; empty if as ever.
    default Optional<String> remark() {
        return Optional.empty();
    }

    /// Adds the task's own settings to `training.json`.
    default void describe(TrainingRecord record) {}
}
