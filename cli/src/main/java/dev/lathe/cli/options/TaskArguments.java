package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import dev.lathe.train.task.maskedlm.MaskedLmTask;
import dev.lathe.train.task.maskedlm.PreTrainingTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Options that single tasks have: how they read their data, and how they judge.
@OptionGroup(OptionGroup.TASK)
public final class TaskArguments {
    @Option(names = "--whole-words", description = "For masked-lm and pre-training: mask all tokens of a word together.")
    private boolean wholeWords;

    @Option(names = "--stride", paramLabel = "N",
            description = "For token-classification and question-answering: tokens that neighbouring windows over a long "
                    + "text share; default a quarter of a window, for question-answering 128.")
    private Optional<Integer> stride = Optional.empty();

    @Option(names = "--strict",
            description = "For token-classification: tags that break the rules of their scheme mark no entity.")
    private boolean strict;

    @Option(names = "--token-report", description = "For token-classification: report tokens too, a class a tag.")
    private boolean tokenReport;

    @Mixin
    private AnswerArguments answers = new AnswerArguments();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The task with its own options.
    ///
    /// @throws ParameterException if an option is given that it does not have
    public Task<?> applied(Task<?> task) {
        boolean tags = task instanceof TokenClassificationTask;
        refuse(wholeWords && !(task instanceof MaskedLmTask || task instanceof PreTrainingTask), "--whole-words",
                "masked-lm and pre-training", task);
        refuse(strict && !tags, "--strict", "token-classification", task);
        refuse(tokenReport && !tags, "--token-report", "token-classification", task);
        refuse(stride.isPresent() && !tags && !(task instanceof QuestionAnsweringTask), "--stride",
                "token-classification and question-answering", task);
        answers.check(task, spec.commandLine());
        return switch (task) {
            case TokenClassificationTask tagging -> applied(tagging);
            case QuestionAnsweringTask answering -> applied(answering);
            case MaskedLmTask masking -> wholeWords ? masking.withWholeWords() : masking;
            case PreTrainingTask training -> wholeWords ? training.withWholeWords() : training;
            default -> task;
        };
    }

    private TokenClassificationTask applied(TokenClassificationTask task) {
        TokenClassificationTask read = stride.map(task::withStride).orElse(task);
        TokenClassificationTask judged = strict ? read.withStrictEntities() : read;
        return tokenReport ? judged.withTokenReport() : judged;
    }

    private QuestionAnsweringTask applied(QuestionAnsweringTask task) {
        QuestionAnsweringTask read = stride.map(task::withStride).orElse(task);
        return answers.threshold().isPresent() ? read.withNoAnswerThreshold(answers.threshold().getAsDouble()) : read;
    }

    private void refuse(boolean misplaced, String option, String tasks, Task<?> task) {
        if (misplaced) {
            throw new ParameterException(
                    spec.commandLine(), "%s: is for %s, not %s".formatted(option, tasks, task.name()));
        }
    }
}
