package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.data.Holdout;
import dev.lathe.train.run.Tasks;
import dev.lathe.train.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What of the training data is set aside: options of `finetune`.
@OptionGroup(OptionGroup.DATA)
public final class HoldoutArguments {
    @Option(names = "--dev-fraction", paramLabel = "F",
            description = "Set this share of the training data aside as dev data, by seed. Rows of which training has no other "
                    + "with the same label stay.")
    private Optional<Double> devFraction = Optional.empty();

    @Option(names = "--test-fraction", paramLabel = "F",
            description = "Set this share of the training data aside as test data, as --dev-fraction does.")
    private Optional<Double> testFraction = Optional.empty();

    @Option(names = "--stratify",
            description = "Give each label the same share of what is set aside: for sequence-classification, multi-label and "
                    + "token-classification.")
    private boolean stratify;

    @Option(names = "--group-column", paramLabel = "NAME",
            description = "Never part rows that have the same name in this column, such as those of a patient or a document.")
    private Optional<String> groupColumn = Optional.empty();

    @Option(names = "--split-seed", paramLabel = "N",
            description = "Draw what is set aside by this seed, so that runs with several of --seed are judged on the same rows; default --seed.")
    private Optional<Long> splitSeed = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @param dev a file that is given as well
    /// @param test a file that is given as well
    /// @throws ParameterException if options don't go together or a share is none
    public Holdout holdout(Optional<Path> dev, Optional<Path> test) {
        if (dev.isPresent() && devFraction.isPresent()) {
            throw wrong("--dev and --dev-fraction: give one of the two");
        }
        if (test.isPresent() && testFraction.isPresent()) {
            throw wrong("--test and --test-fraction: give one of the two");
        }
        if (stratify && groupColumn.isPresent()) {
            throw wrong("--stratify and --group-column: give one of the two");
        }
        if ((stratify || groupColumn.isPresent() || splitSeed.isPresent()) && devFraction.isEmpty() && testFraction.isEmpty()) {
            throw wrong((stratify ? "--stratify" : groupColumn.isPresent() ? "--group-column" : "--split-seed") + ": needs --dev-fraction or --test-fraction");
        }
        return OptionWords.checked(spec.commandLine(), () -> new Holdout(
                share(devFraction), share(testFraction), stratify, groupColumn, splitSeed.map(OptionalLong::of).orElseGet(OptionalLong::empty)));
    }

    /// @throws ParameterException if the task has no labels to stratify by
    public void check(Task<?> task) {
        if (stratify && !task.hasLabels()) {
            throw wrong("--stratify: is for %s, not %s".formatted(labelled(), task.name()));
        }
    }

    /// As in: a, b and c.
    private static String labelled() {
        List<String> names = Tasks.all().stream().filter(Task::hasLabels).map(Task::name).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private static OptionalDouble share(Optional<Double> share) {
        return share.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
