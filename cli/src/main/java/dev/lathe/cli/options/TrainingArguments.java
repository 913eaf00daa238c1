package dev.lathe.cli.options;

import dev.lathe.cli.terminal.OptionWords;
import dev.lathe.optim.Schedule;
import dev.lathe.train.loop.TrainingOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How to train: the options of `finetune` and `demo`, with the defaults of [TrainingOptions].
public final class TrainingArguments {
    @Option(names = "--epochs", paramLabel = "N", defaultValue = "5",
            description = "Passes over the training data; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "16",
            description = "Examples of a batch; default ${DEFAULT-VALUE}.")
    private int batchSize;

    @Option(names = "--max-length", paramLabel = "N",
            description = "Tokens of a text at most, the special ones counted; default 128, for question-answering 384 with "
                    + "the question, or what the model takes if that is less.")
    private Optional<Integer> maxLength = Optional.empty();

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "2e-5",
            description = "Peak learning rate; default ${DEFAULT-VALUE}.")
    private double learningRate;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "0.01",
            description = "Decoupled decay of weight matrices; default ${DEFAULT-VALUE}.")
    private double weightDecay;

    @Option(names = "--adam-beta1", paramLabel = "B", defaultValue = "0.9",
            description = "Decay of AdamW's first moment; default ${DEFAULT-VALUE}.")
    private double adamBeta1;

    @Option(names = "--adam-beta2", paramLabel = "B", defaultValue = "0.999",
            description = "Decay of AdamW's second moment; default ${DEFAULT-VALUE}.")
    private double adamBeta2;

    @Option(names = "--adam-epsilon", paramLabel = "E", defaultValue = "1e-8",
            description = "Added to the root of AdamW's second moment; default ${DEFAULT-VALUE}.")
    private double adamEpsilon;

    @Option(names = "--warmup", paramLabel = "SHARE", defaultValue = "0.1",
            description = "Share of the steps in which the rate rises from 0; default ${DEFAULT-VALUE}.")
    private double warmup;

    @Option(names = "--schedule", paramLabel = "linear|cosine|constant|polynomial", defaultValue = "linear",
            description = "Course of the rate after that; default ${DEFAULT-VALUE}.")
    private Schedule.Course schedule = Schedule.Course.LINEAR;

    @Option(names = "--grad-accumulation", paramLabel = "N", defaultValue = "1",
            description = "Batches of a step, one after the other, for less memory; default ${DEFAULT-VALUE}.")
    private int gradAccumulation;

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

    @Option(names = "--early-stopping", paramLabel = "N",
            description = "Stop after N epochs in a row without a better score on the dev data; default never.")
    private Optional<Integer> earlyStopping = Optional.empty();

    @Option(names = "--freeze", paramLabel = "PATH", split = ",",
            description = "Leave parameters as they are: by their path, or that of what they stand in, * for any characters; "
                    + "bert.embeddings,bert.encoder.layer.0 for instance. What trains is said at the start; default all.")
    private List<String> freeze = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// @throws ParameterException naming the option that is out of range
    public TrainingOptions options() {
        return OptionWords.checked(spec.commandLine(), this::unchecked);
    }

    private TrainingOptions unchecked() {
        var builder = TrainingOptions.builder()
                .epochs(epochs)
                .batchSize(batchSize)
                .learningRate(learningRate)
                .weightDecay(weightDecay)
                .adamBeta1(adamBeta1)
                .adamBeta2(adamBeta2)
                .adamEpsilon(adamEpsilon)
                .warmup(warmup)
                .schedule(schedule)
                .gradAccumulation(gradAccumulation)
                .maxGradNorm(maxGradNorm)
                .shuffle(!noShuffle)
                .seed(seed)
                .freeze(freeze);
        maxLength.ifPresent(builder::maxLength);
        dropout.ifPresent(builder::dropout);
        earlyStopping.ifPresent(builder::earlyStopping);
        return builder.build();
    }
}
