package dev.lathe.cli;

import dev.lathe.bert.Aggregation;
import dev.lathe.bert.QuestionAnswerer;
import dev.lathe.bert.TokenClassifier;
import dev.lathe.train.QuestionAnsweringTask;
import dev.lathe.train.Task;
import dev.lathe.train.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the models of some tasks make their predictions.
final class PredictSettings {
    @Option(names = "--aggregation", paramLabel = "none|simple|first|average|max",
            description = "For token-classification: how the labels of word pieces become entities; default first, the piece "
                    + "that training has taught.")
    private Optional<Aggregation> aggregation = Optional.empty();

    @Option(names = "--no-answer-threshold", paramLabel = "D",
            description = "For question-answering: answers may be empty, where no answer is scored more than D higher than the "
                    + "best one; usually 0. Default: there always is an answer.")
    private Optional<Double> noAnswerThreshold = Optional.empty();

    @Option(names = "--top", paramLabel = "N",
            description = "For question-answering: also list the N best answers.")
    private Optional<Integer> top = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if an option is given that models of this task do not have
    void check(Task<?> task) {
        refuse(aggregation.isPresent() && !(task instanceof TokenClassificationTask), "--aggregation",
                "token-classification", task);
        refuse(noAnswerThreshold.isPresent() && !(task instanceof QuestionAnsweringTask), "--no-answer-threshold",
                "question-answering", task);
        refuse(top.isPresent() && !(task instanceof QuestionAnsweringTask), "--top", "question-answering", task);
        if (top.isPresent() && top.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--top %d: must be at least 1".formatted(top.get()));
        }
    }

    private void refuse(boolean misplaced, String option, String tasks, Task<?> task) {
        if (misplaced) {
            throw new ParameterException(
                    spec.commandLine(), "%s: is for %s, not %s".formatted(option, tasks, task.name()));
        }
    }

    TokenClassifier.Options tagging(Path model) throws IOException {
        return TokenClassifier.Options.of(model).withAggregation(aggregation.orElse(Aggregation.FIRST));
    }

    /// Whether all answers that were found are wanted, not the best one alone.
    boolean listsAnswers() {
        return top.isPresent();
    }

    QuestionAnswerer.Options answering(Path model) throws IOException {
        QuestionAnswerer.Options options = QuestionAnswerer.Options.of(model).withBest(top.orElse(1));
        return noAnswerThreshold.map(options::withUnanswerable).orElse(options);
    }
}
