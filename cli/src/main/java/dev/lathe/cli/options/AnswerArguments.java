package dev.lathe.cli.options;

import dev.lathe.train.task.Task;
import dev.lathe.train.task.answering.QuestionAnsweringTask;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

/// Whether questions may be left without an answer, for models of question-answering.
final class AnswerArguments {
    @Option(names = "--no-answer-threshold", paramLabel = "D",
            description = "For question-answering: answers may be empty, where no answer is scored more than D higher than the "
                    + "best one. Default 0 if some questions that the model was trained with had no answer; without a "
                    + "threshold there always is one.")
    private Optional<Double> threshold = Optional.empty();

    @Option(names = "--always-answer",
            description = "For question-answering: answer every question, whatever the model was trained with.")
    private boolean always;

    /// @throws ParameterException if an option is given that models of this task do not have, or both
    void check(Task<?> task, CommandLine command) {
        if (threshold.isPresent() && always) {
            throw new ParameterException(command, "--no-answer-threshold and --always-answer: give one of the two");
        }
        if (threshold().isPresent() && !(task instanceof QuestionAnsweringTask)) {
            throw new ParameterException(command, "%s: is for question-answering, not %s".formatted(
                    always ? "--always-answer" : "--no-answer-threshold", task.name()));
        }
        if (threshold.filter(value -> Double.isNaN(value)).isPresent()) {
            throw new ParameterException(command, "--no-answer-threshold NaN: needs a number");
        }
    }

    /// What is given; positive infinity for an answer to every question.
    OptionalDouble threshold() {
        return always ? OptionalDouble.of(Double.POSITIVE_INFINITY)
                : threshold.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
