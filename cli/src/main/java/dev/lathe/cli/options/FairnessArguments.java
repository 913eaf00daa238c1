package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.evaluate.group.Parity;
import dev.lathe.train.fairness.FairTraining;
import dev.lathe.train.fairness.FairnessOptions;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `finetune` does so that a classifier treats groups alike.
@OptionGroup(OptionGroup.FAIRNESS)
public final class FairnessArguments {
    private static final String WEIGHTED = "needs --fairness demographic-parity, equalised-odds or adversarial";

    @Option(names = "--fairness-group", paramLabel = "COLUMN",
            description = "For sequence-classification: the column that says whose text each is; no model reads it. Reports are by it too.")
    private Optional<String> group = Optional.empty();

    @Option(names = "--fairness-positive", paramLabel = "LABEL", description = "The label that counts as selected.")
    private Optional<String> positive = Optional.empty();

    @Option(names = "--fairness", paramLabel = "none|reweighing|demographic-parity|equalised-odds|adversarial",
            description = "Reweigh the examples, penalise how far the groups' probabilities of the positive label are apart, or mislead an "
                    + "adversary that guesses the group while the model learns.")
    private Optional<FairTraining> training = Optional.empty();

    @Option(names = "--fairness-weight", paramLabel = "W", description = "How much the penalty counts, default 1, or misleading the adversary, default 0.3.")
    private Optional<Double> weight = Optional.empty();

    @Option(names = "--fairness-thresholds", paramLabel = "demographic-parity|equal-opportunity",
            description = "Choose on the dev data from which probability on each group is given the positive label; kept with the model.")
    private Optional<Parity> thresholds = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Whether something is asked for that dev data decides.
    public boolean needsDev() {
        return thresholds.isPresent();
    }

    /// How to see what a correction of the training costs, which no single model tells; empty if there is none.
    public Optional<String> price(Path out) {
        return training.filter(kind -> kind != FairTraining.NONE).map(kind -> ("what %s costs and gains: train once more without it, then "
                + "'lathe evaluate --model %s --against OTHER --group %s --data FILE'").formatted(kind.word(), out, group.orElseThrow()));
    }

    /// The task with what is asked for.
    ///
    /// @throws ParameterException if options do not fit each other or the task
    public Task<?> applied(Task<?> task) {
        FairTraining kind = training.orElse(FairTraining.NONE);
        if (kind == FairTraining.NONE && thresholds.isEmpty()) {
            refuse(group.isPresent(), "--fairness-group", "needs --fairness or --fairness-thresholds");
            refuse(positive.isPresent(), "--fairness-positive", "needs --fairness or --fairness-thresholds");
            refuse(weight.isPresent(), "--fairness-weight", WEIGHTED);
            return task;
        }
        String given = training.isPresent() && kind != FairTraining.NONE ? "--fairness" : "--fairness-thresholds";
        refuse(group.isEmpty(), given, "needs --fairness-group");
        refuse(weight.isPresent() && !kind.isWeighted(), "--fairness-weight", WEIGHTED);
        refuse(positive.isEmpty() && (kind.hasPenalty() || thresholds.isPresent()), given, "needs --fairness-positive");
        if (!(task instanceof SequenceClassificationTask one)) {
            throw new ParameterException(spec.commandLine(), "%s: is for sequence-classification, not %s".formatted(given, task.name()));
        }
        return OptionWords.checked(spec.commandLine(), () -> one.withFairness(new FairnessOptions(
                group.orElseThrow(), positive, kind, weight.orElse(kind.usualWeight()), thresholds)));
    }

    private void refuse(boolean wrong, String option, String why) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), option + ": " + why);
        }
    }
}
