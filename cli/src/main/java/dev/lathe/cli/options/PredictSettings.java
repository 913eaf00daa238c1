package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.bert.predict.Aggregation;
import dev.lathe.train.task.PredictionSettings;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the models of some tasks make their predictions.
@OptionGroup(OptionGroup.TASK)
public final class PredictSettings {
    @Option(names = "--aggregation", paramLabel = "none|simple|first|words|average|max",
            description = "For token-classification: how the labels of word pieces become entities; default first, the piece "
                    + "that training has taught; for labels that mark no entities, such as parts of speech, words: each word "
                    + "alone.")
    private Optional<Aggregation> aggregation = Optional.empty();

    @Mixin
    private AnswerArguments answers = new AnswerArguments();

    @Option(names = "--top", paramLabel = "N",
            description = "For question-answering: also list the N best answers. For sequence-classification: list the scores of the N "
                    + "best labels only, the highest first; default all, in the model's order.")
    private Optional<Integer> top = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if an option is given that models of this task do not have
    public void check(Task<?> task) {
        refuse(aggregation.isPresent() && !readsTokens(task), "--aggregation",
                "token-classification", task);
        answers.check(task, spec.commandLine());
        refuse(top.isPresent() && !(task instanceof QuestionAnsweringTask || task instanceof SequenceClassificationTask), "--top",
                "question-answering and sequence-classification", task);
        if (top.isPresent() && top.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--top %d: must be at least 1".formatted(top.get()));
        }
    }

    /// Whether a task's files may hold a token and its tag a line.
    static boolean readsTokens(Task<?> task) {
        return task instanceof TokenClassificationTask;
    }

    private void refuse(boolean misplaced, String option, String tasks, Task<?> task) {
        if (misplaced) {
            throw new ParameterException(
                    spec.commandLine(), "%s: is for %s, not %s".formatted(option, tasks, task.name()));
        }
    }

    /// What is given, for a task's predictor.
    public PredictionSettings settings() {
        return new PredictionSettings(
                aggregation, answers.threshold(), top.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    }
}
