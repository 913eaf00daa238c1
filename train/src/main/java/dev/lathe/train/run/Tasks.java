package dev.lathe.train.run;

import dev.lathe.bert.checkpoint.file.CheckpointException;
import dev.lathe.bert.config.ModelConfig;
import dev.lathe.bert.directory.ModelDirectory;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import dev.lathe.train.task.choice.MultipleChoiceTask;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.RegressionTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.embedding.SentenceEmbeddingTask;
import dev.lathe.train.task.maskedlm.MaskedLmTask;
import dev.lathe.train.task.maskedlm.PreTrainingTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tasks that come with Lathe. One more is a folder of its own and a line here.
public final class Tasks {
    private static final List<Task<?>> ALL = List.of(
            new SequenceClassificationTask(),
            new MultiLabelTask(),
            new RegressionTask(),
            new TokenClassificationTask(),
            new QuestionAnsweringTask(),
            new MultipleChoiceTask(),
            new MaskedLmTask(),
            new PreTrainingTask(),
            new SentenceEmbeddingTask());

    private Tasks() {}

    /// Every task with its usual settings.
    public static List<Task<?>> all() {
        return ALL;
    }

    /// The task of this name, with its usual settings.
    ///
    /// @param name as [Task#name] has it, in any case
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static Task<?> named(String name) {
        return ALL.stream()
                .filter(task -> task.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task '%s': is none of %s".formatted(
                        name, ALL.stream().map(Task::name).collect(Collectors.joining(", ")))));
    }

    /// The task that a model was trained for.
    ///
    /// @throws CheckpointException if its `config.json` speaks of none of the tasks
    public static Task<?> of(ModelDirectory model) throws CheckpointException {
        ModelConfig config = model.config();
        return of(config, model.path()).orElseThrow(() -> new CheckpointException(
                model.configFile(), "%s with %d labels: the model is not trained for any task".formatted(
                        config.architecture(), config.labels().size())));
    }

    /// The task that several models were trained for.
    ///
    /// @param models at least one
    /// @throws CheckpointException as [#of(ModelDirectory)], and if one was trained for another task than the first
    public static Task<?> ofAll(List<ModelDirectory> models) throws CheckpointException {
        Task<?> first = of(models.getFirst());
        for (ModelDirectory model : models) {
            if (!of(model).name().equals(first.name())) {
                throw new CheckpointException(
                        model.path().toString(), "trained for %s, not %s".formatted(of(model).name(), first.name()));
            }
        }
        return first;
    }

    /// The task that a model was trained for, if any.
    ///
    /// @param config what its `config.json` says
    /// @param directory where it stands
    public static Optional<Task<?>> of(ModelConfig config, Path directory) {
        return ALL.stream().filter(task -> task.isTaskOf(config, directory)).findFirst();
    }
}
