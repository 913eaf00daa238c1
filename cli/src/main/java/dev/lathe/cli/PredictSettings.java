package dev.lathe.cli;

import dev.lathe.bert.Aggregation;
import dev.lathe.bert.ModelDirectory;
import dev.lathe.bert.QuestionAnswerer;
import dev.lathe.bert.TokenClassifier;
import dev.lathe.train.QuestionAnsweringTask;
import dev.lathe.train.Task;
import dev.lathe.train.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How the models of some tasks make their predictions.
final class PredictSettings {
    @Option(names = "--aggregation", paramLabel = "none|simple|first|words|average|max",
            description = "For token-classification: how the labels of word pieces become entities; default first, the piece "
                    + "that training has taught; for labels that mark no entities, such as parts of speech, words: each word "
                    + "alone.")
    private Optional<Aggregation> aggregation = Optional.empty();

    @Mixin
    private AnswerArguments answers = new AnswerArguments();

    @Option(names = "--top", paramLabel = "N",
            description = "For question-answering: also list the N best answers.")
    private Optional<Integer> top = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException if an option is given that models of this task do not have
    void check(Task<?> task) {
        refuse(aggregation.isPresent() && !(task instanceof TokenClassificationTask), "--aggregation",
                "token-classification", task);
        answers.check(task, spec.commandLine());
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
        boolean entities = ModelDirectory.open(model).config().labels().stream()
                .anyMatch(label -> label.equals("O") || label.startsWith("B-") || label.startsWith("I-"));
        Aggregation usual = entities ? Aggregation.FIRST : Aggregation.WORDS;
        return TokenClassifier.Options.of(model).withAggregation(aggregation.orElse(usual));
    }

    /// Whether all answers that were found are wanted, not the best one alone.
    boolean listsAnswers() {
        return top.isPresent();
    }

    QuestionAnswerer.Options answering(Path model) throws IOException {
        QuestionAnswerer.Options options = QuestionAnswerer.Options.of(model).withBest(top.orElse(1));
        if (answers.threshold().isEmpty()) {
            return options;
        }
        double threshold = answers.threshold().getAsDouble();
        return threshold == Double.POSITIVE_INFINITY ? options.withAnswerable() : options.withUnanswerable(threshold);
    }
}
