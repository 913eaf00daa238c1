package dev.lathe.train.task;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.watch.drift.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A model with the head of a task: what it learns, and how well it does.
///
/// @param <E> an example as its file has it
/// @param <X> an example as the model reads it
public interface TaskModel<E, X> {
    /// Examples for training and evaluation, one or more for each of the file's.
    ///
    /// @throws dev.lathe.train.data.rows.DataException naming file and line of an example that does not fit the model
    List<X> encode(List<E> examples);

    /// What was left out of all examples that were encoded so far.
    default CutTexts cutTexts() {
        return CutTexts.NONE;
    }

    /// Whether a parameter is to start from the seed even if the base model has it: a head for other labels.
    default boolean startsAnew(String parameter) {
        return false;
    }

    /// Whether a parameter only takes part in the training, such as an adversary's: checkpoints have it, results do not.
    default boolean isLeftBehind(String parameter) {
        return false;
    }

    /// What training makes small.
    Objective<X> objective();

    /// The same, where it changes in the course of a training.
    ///
    /// @param steps of the whole training; which of them it is asked in, the workspace's key tells
    default Objective<X> objective(int steps) {
        return objective();
    }

    /// How well the model does.
    ///
    /// @param examples all that [#encode] has made of a data set
    Evaluation evaluate(List<X> examples, EvaluationBatches batches);

    /// Settles what is decided by the dev data once the weights are final, such as thresholds.
    ///
    /// @param dev what [#encode] has made of it
    /// @return whether anything was: evaluations of before no longer hold
    default boolean settle(List<X> dev, EvaluationBatches batches) {
        return false;
    }

    /// What is remembered of some texts and the model's answers to them, for later to be compared with; empty if the task answers
    /// whole texts neither with labels nor with vectors.
    ///
    /// @param examples of what [#encode] has made of a data set
    default List<Observation> observe(List<X> examples, EvaluationBatches batches) {
        return List.of();
    }

    /// What `config.json` says about the trained model.
    ///
    /// @param encoder the base model's sizes and rates
    ModelConfig config(BertConfig encoder);

    /// Writes files of this task that stand beside the weights.
    default void writeMore(Path directory) throws IOException {}
}
