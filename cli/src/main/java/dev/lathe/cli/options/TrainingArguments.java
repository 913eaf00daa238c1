package dev.lathe.cli.options;

import dev.lathe.cli.help.OptionGroup;
import dev.lathe.cli.options.peft.PeftArguments;
import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.Optimizers;
import dev.lathe.optim.Schedule;
import dev.lathe.train.loop.RobustOptions;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.privacy.PrivacyOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How to train: the options of `finetune` and `demo`, with the defaults of [TrainingOptions].
@OptionGroup(OptionGroup.TRAINING)
public final class TrainingArguments {
    @Option(names = "--epochs", paramLabel = "N", defaultValue = "5",
            description = "Passes over the training data; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--max-steps", paramLabel = "N",
            description = "Optimiser steps of the whole training, whatever part or number of epochs that is, instead of --epochs.")
    private Optional<Integer> maxSteps = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "16",
            description = "Examples of a batch; default ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Tokens of a text at most, the special ones counted; default 128, for question-answering 384 with "
                    + "the question, or what the model takes if that is less.")
    private Optional<Integer> maxLength = Optional.empty();

    @Option(names = "--lr", paramLabel = "RATE",
            description = "Peak learning rate; default 2e-5, with --peft what the method usually takes, some fifty times that and more.")
    private Optional<Double> learningRate = Optional.empty();

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "0.01",
            description = "Decoupled decay of weight matrices; default ${DEFAULT-VALUE}.")
    private double weightDecay;

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--optimizer", paramLabel = "NAME", defaultValue = "adamw", completionCandidates = OptimizerNames.class,
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}. Rates are for it: sgd needs some hundred times "
                    + "those of adamw, lion a third or less.")
    private String optimizer = "adamw";

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--layer-decay", paramLabel = "D", defaultValue = "1",
            description = "What each layer's rate is of that of the layer above, down to the embeddings; the head has the whole "
                    + "rate; default ${DEFAULT-VALUE}.")
    private double layerDecay;

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--adam-beta1", paramLabel = "B",
            description = "Decay of AdamW's first moment; default 0.9.")
    private Optional<Double> adamBeta1 = Optional.empty();

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--adam-beta2", paramLabel = "B",
            description = "Decay of AdamW's second moment; default 0.999.")
    private Optional<Double> adamBeta2 = Optional.empty();

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--adam-epsilon", paramLabel = "E",
            description = "Added to the root of AdamW's second moment; default 1e-8.")
    private Optional<Double> adamEpsilon = Optional.empty();

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--warmup", paramLabel = "SHARE", defaultValue = "0.1",
            description = "Share of the steps in which the rate rises from 0; default ${DEFAULT-VALUE}.")
    private double warmup;

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--schedule", paramLabel = "linear|cosine|constant|polynomial", defaultValue = "linear",
            description = "Course of the rate after that; default ${DEFAULT-VALUE}.")
    private Schedule.Course schedule = Schedule.Course.LINEAR;

    @Option(names = "--grad-accumulation", paramLabel = "N", defaultValue = "1",
            description = "Batches of a step, one after the other, for less memory; default ${DEFAULT-VALUE}.")
    private int gradAccumulation;

    @OptionGroup(OptionGroup.OPTIMIZER)
    @Option(names = "--max-grad-norm", paramLabel = "N", defaultValue = "1.0",
            description = "Norm that all gradients together are clipped to, 0 for no clipping; default ${DEFAULT-VALUE}.")
    private double maxGradNorm;

    @Option(names = "--dropout", paramLabel = "P",
            description = "Share of features dropped in training; default the model's own.")
    private Optional<Double> dropout = Optional.empty();

    @Option(names = "--no-shuffle", description = "Keep the order of the training data in every epoch.")
    private boolean noShuffle;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42",
            description = "Seed of initial values, order and dropout; default ${DEFAULT-VALUE}.")
    private long seed;

    @OptionGroup(OptionGroup.RUN)
    @Option(names = "--early-stopping", paramLabel = "N",
            description = "Stop after N evaluations in a row without a better score on the dev data; default never.")
    private Optional<Integer> earlyStopping = Optional.empty();

    @Option(names = "--freeze", paramLabel = "PATH", split = ",",
            description = "Leave parameters as they are: by their path, or that of what they stand in, * for any characters; "
                    + "bert.embeddings,bert.encoder.layer.0 for instance. What trains is said at the start; default all.")
    private List<String> freeze = List.of();

    @Mixin
    private PeftArguments peft = new PeftArguments();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException naming the option that is out of range
    public TrainingOptions options() {
        return options(RobustOptions.NONE, Optional.empty());
    }

    /// As [#options()], with what [RobustArguments] and [PrivacyArguments] say.
    public TrainingOptions options(RobustOptions robust, Optional<PrivacyOptions> privacy) {
        return OptionWords.checked(spec.commandLine(), () -> unchecked(robust, privacy));
    }

    private TrainingOptions unchecked(RobustOptions robust, Optional<PrivacyOptions> privacy) {
        var builder = TrainingOptions.builder()
                .epochs(epochs)
                .batchSize(batchSize)
                .weightDecay(weightDecay)
                .optimizer(optimizer())
                .layerDecay(layerDecay)
                .warmup(warmup)
                .schedule(schedule)
                .gradAccumulation(gradAccumulation)
                .maxGradNorm(maxGradNorm)
                .shuffle(!noShuffle)
                .seed(seed)
                .robust(robust)
                .freeze(freeze);
        learningRate.ifPresent(builder::learningRate);
        maxLength.ifPresent(builder::maxLength);
        maxSteps.ifPresent(builder::maxSteps);
        dropout.ifPresent(builder::dropout);
        earlyStopping.ifPresent(builder::earlyStopping);
        peft.adapter().ifPresent(builder::adapter);
        privacy.ifPresent(builder::privacy);
        return builder.build();
    }

    private Optimizer.Config optimizer() {
        Optimizer.Config named = Optimizers.named(optimizer);
        if (named instanceof AdamW.Config usual) {
            return new AdamW.Config(
                    adamBeta1.orElse(usual.beta1()), adamBeta2.orElse(usual.beta2()), adamEpsilon.orElse(usual.epsilon()));
        }
        refuse("adamBeta1", adamBeta1, named);
        refuse("adamBeta2", adamBeta2, named);
        refuse("adamEpsilon", adamEpsilon, named);
        return named;
    }

    private static void refuse(String setting, Optional<Double> given, Optimizer.Config chosen) {
        if (given.isPresent()) {
            throw new IllegalArgumentException("%s %s: is for %s, not %s".formatted(
                    setting, given.get(), AdamW.Config.DEFAULT.name(), chosen.name()));
        }
    }

    /// The optimisers there are, for the help.
    private static final class OptimizerNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Optimizers.all().stream().map(Optimizer.Config::name).iterator();
        }
    }
}
