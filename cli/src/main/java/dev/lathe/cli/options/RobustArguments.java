package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.train.loop.AdversarialOptions;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loss.ClassWeights;
import dev.lathe.train.loss.LossOptions;
import dev.lathe.train.task.Task;
import dev.lathe.train.task.classification.MultiLabelTask;
import dev.lathe.train.task.classification.SequenceClassificationTask;
import dev.lathe.train.task.tagging.TokenClassificationTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `finetune` does against rare labels, noise and hostile texts.
@OptionGroup(OptionGroup.ROBUST)
public final class RobustArguments {
    private static final String LABELLED = "sequence-classification, multi-label and token-classification";

    @Option(names = "--class-weights", paramLabel = "balanced|FILE",
            description = "How much each label counts in the loss: balanced, the rarer the more, or a JSON object of a weight a label.")
    private Optional<String> classWeights = Optional.empty();

    @Option(names = "--focal-gamma", paramLabel = "G", description = "Focal loss: what is known already counts less, usually 2.")
    private Optional<Double> focalGamma = Optional.empty();

    @Option(names = "--label-smoothing", paramLabel = "E",
            description = "Share of the target that is spread over all labels, such as 0.1: for labels that may be wrong.")
    private Optional<Double> labelSmoothing = Optional.empty();

    @Option(names = "--r-drop", paramLabel = "ALPHA",
            description = "Read each text twice, with other dropout, and hold that the answers agree; usually 1 to 5.")
    private Optional<Double> rDrop = Optional.empty();

    @Option(names = "--sampling", paramLabel = "shuffled|balanced",
            description = "For sequence-classification: balanced draws each label equally often, with replacement.")
    private Optional<Sampling> sampling = Optional.empty();

    @Option(names = "--adversarial", paramLabel = "fgm|pgd|freelb",
            description = "Learn texts whose embeddings are moved to raise the loss; takes two to four times as long.")
    private Optional<AdversarialOptions.Method> adversarial = Optional.empty();

    @Option(names = "--adversarial-epsilon", paramLabel = "E", description = "How far a text is moved at most; default 0.1, for freelb 0.6.")
    private Optional<Double> epsilon = Optional.empty();

    @Option(names = "--adversarial-steps", paramLabel = "N", description = "For pgd and freelb: in how many moves; default 3.")
    private Optional<Integer> steps = Optional.empty();

    @Option(names = "--adversarial-rate", paramLabel = "R",
            description = "For pgd and freelb: how far each; default 0.05, for freelb 0.1.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--ema", paramLabel = "DECAY",
            description = "Evaluate and keep an exponential average of the weights; 0.999 for some thousand steps.")
    private Optional<Double> ema = Optional.empty();

    @Option(names = "--swa-from", paramLabel = "EPOCH",
            description = "Evaluate and keep the mean of the weights after each epoch from this one on.")
    private Optional<Integer> swaFrom = Optional.empty();

    @Option(names = "--augment", paramLabel = "KIND=SHARE", split = ",",
            description = "Learn a changed copy of each text too: delete, swap and keyboard with the share of words, synonym with a "
                    + "JSON file of lists, counterfactual with one of words of groups of people, such as he and she, that are swapped; delete=0.1,synonym=words.json for instance.")
    private List<String> augment = List.of();

    @Option(names = "--calibrate",
            description = "For sequence-classification: fit a temperature to the dev data, so that probabilities are as often right as they say.")
    private boolean calibrate;

    @Option(names = "--thresholds", paramLabel = "usual|dev",
            description = "For multi-label: dev chooses each label's threshold by its F1 on the dev data.")
    private Optional<Thresholds> thresholds = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// The words of `--sampling`.
    public enum Sampling { SHUFFLED, BALANCED }

    /// The words of `--thresholds`.
    public enum Thresholds { USUAL, DEV }

    /// The task with the loss and the settling that are asked for.
    ///
    /// @throws ParameterException if an option is given that it does not have, or is out of range
    public Task<?> applied(Task<?> task) throws IOException {
        if (calibrate && !(task instanceof SequenceClassificationTask)) {
            throw wrong("--calibrate", "sequence-classification", task);
        }
        if (thresholds.equals(Optional.of(Thresholds.DEV)) && !(task instanceof MultiLabelTask)) {
            throw wrong("--thresholds dev", "multi-label", task);
        }
        if (sampling.equals(Optional.of(Sampling.BALANCED)) && !(task instanceof SequenceClassificationTask)) {
            throw wrong("--sampling balanced", "sequence-classification", task);
        }
        LossOptions loss = loss();
        return switch (task) {
            case SequenceClassificationTask one -> calibrate ? one.withLoss(loss).withCalibration() : one.withLoss(loss);
            case MultiLabelTask several ->
                thresholds.equals(Optional.of(Thresholds.DEV)) ? several.withLoss(loss).withDevThresholds() : several.withLoss(loss);
            case TokenClassificationTask tags -> tags.withLoss(loss);
            default -> {
                refuse(classWeights.isPresent(), "--class-weights", task);
                refuse(focalGamma.isPresent(), "--focal-gamma", task);
                refuse(labelSmoothing.isPresent(), "--label-smoothing", task);
                refuse(rDrop.isPresent(), "--r-drop", task);
                refuse(!augment.isEmpty(), "--augment", task);
                yield task;
            }
        };
    }

    /// An option that is given and means nothing without dev data.
    public Optional<String> needsDev() {
        return calibrate ? Optional.of("--calibrate")
                : thresholds.filter(Thresholds.DEV::equals).map(_ -> "--thresholds dev");
    }

    private LossOptions loss() throws IOException {
        ClassWeights weights = weights();
        return OptionWords.checked(spec.commandLine(), () -> new LossOptions(
                weights, focalGamma.orElse(0.0), labelSmoothing.orElse(0.0), rDrop.orElse(0.0)));
    }

    private ClassWeights weights() throws IOException {
        if (classWeights.isEmpty()) {
            return ClassWeights.EVEN;
        }
        if (classWeights.get().equals(ClassWeights.BALANCED.words())) {
            return ClassWeights.BALANCED;
        }
        Path file = Path.of(classWeights.get());
        if (!Files.exists(file)) {
            throw new ParameterException(spec.commandLine(), "--class-weights %s: neither 'balanced' nor a file".formatted(file));
        }
        return ClassWeights.read(file);
    }

    private void refuse(boolean given, String option, Task<?> task) {
        if (given) {
            throw wrong(option, LABELLED, task);
        }
    }

    private ParameterException wrong(String option, String tasks, Task<?> task) {
        return new ParameterException(spec.commandLine(), "%s: is for %s, not %s".formatted(option, tasks, task.name()));
    }

    /// What of it is the training's.
    ///
    /// @throws ParameterException naming the option that is out of range, or of another method
    public RobustOptions options() throws IOException {
        var changes = AugmentWords.read(augment, spec.commandLine());
        return OptionWords.checked(spec.commandLine(), () -> new RobustOptions(
                adversary(), averaging(), sampling.equals(Optional.of(Sampling.BALANCED)), changes));
    }

    private Optional<AdversarialOptions> adversary() {
        if (adversarial.isEmpty()) {
            require(epsilon, "--adversarial-epsilon", "--adversarial");
            require(steps, "--adversarial-steps", "--adversarial");
            require(rate, "--adversarial-rate", "--adversarial");
            return Optional.empty();
        }
        AdversarialOptions.Method method = adversarial.get();
        if (method == AdversarialOptions.Method.FGM) {
            require(steps, "--adversarial-steps", "--adversarial pgd or freelb");
            require(rate, "--adversarial-rate", "--adversarial pgd or freelb");
        }
        AdversarialOptions usual = method.usual();
        return Optional.of(new AdversarialOptions(
                method, epsilon.orElse(usual.epsilon()), steps.orElse(usual.steps()), rate.orElse(usual.rate())));
    }

    private static void require(Optional<?> given, String option, String needed) {
        if (given.isPresent()) {
            throw new IllegalArgumentException("%s: needs %s".formatted(option, needed));
        }
    }

    private Averaging averaging() {
        if (ema.isPresent() && swaFrom.isPresent()) {
            throw new IllegalArgumentException("--ema and --swa-from: give one of the two");
        }
        return swaFrom.<Averaging>map(Averaging.Epochs::new).or(() -> ema.map(Averaging.Exponential::new)).orElse(Averaging.NONE);
    }
}
