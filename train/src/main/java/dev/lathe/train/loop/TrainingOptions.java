package dev.lathe.train.loop;

import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.optim.Schedule;
import dev.lathe.tensor.Parameter;
import dev.lathe.train.privacy.PrivacyOptions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/// How to train. [#builder] starts from the defaults, which are those of most tutorials.
///
/// @param epochs passes over the training data; default 5
/// @param batchSize examples of an optimiser step; default 16
/// @param maxLength tokens of a text at most, special ones included; default the task's, `Task.usualLength`, or what the
///     model takes if that is less
/// @param learningRate peak of the schedule; default 2e-5, with an adapter its [AdapterMethod#usualRate]
/// @param weightDecay decoupled decay of weight matrices; default 0.01
/// @param optimizer what moves the parameters, with its own settings; default AdamW with betas of 0.9 and 0.999
/// @param layerDecay what each layer's learning rate is of that of the layer above, the head's being the schedule's, more than 0 and at
///     most 1; default 1, one rate for all
/// @param warmup share of the steps in which the rate rises from 0, 0 to 1; default 0.1
/// @param schedule course of the rate after that; default linear
/// @param gradAccumulation batches of an optimiser step, computed one after the other; default 1
/// @param maxGradNorm norm that all gradients together are clipped to, 0 for no clipping; default 1
/// @param dropout of hidden states, attention and classifier, instead of the model's own; default the model's
/// @param shuffle whether each epoch has an order of its own; default true
/// @param seed of initial values, order and dropout; default 42
/// @param earlyStopping evaluations on the dev set in a row without a better model after which training stops, 1 or
///     more; default never
/// @param maxSteps optimiser steps of the whole training, however many epochs that are, instead of `epochs`; default all of `epochs`
/// @param freeze parameters that stay as they are, each by its path, or that of what it stands in, with `*` for any characters:
///     `bert.embeddings`, `bert.encoder.layer.*.attention`; default none
/// @param adapter what is trained beside a base that stays as it is, and a head; default the whole model is trained
/// @param robust what is done against rare labels, noise and hostile texts; default nothing
/// @param privacy what is promised to those whom the training data is about; default nothing
public record TrainingOptions(
        int epochs, int batchSize, OptionalInt maxLength, double learningRate, double weightDecay,
        Optimizer.Config optimizer, double layerDecay, double warmup, Schedule.Course schedule, int gradAccumulation,
        double maxGradNorm, OptionalDouble dropout, boolean shuffle, long seed, OptionalInt earlyStopping,
        OptionalInt maxSteps, List<String> freeze, Optional<AdapterMethod> adapter, RobustOptions robust,
        Optional<PrivacyOptions> privacy) {

    private static final int SHORTEST = 3;

    public TrainingOptions {
        atLeastOne("epochs", epochs);
        atLeastOne("batchSize", batchSize);
        maxLength.ifPresent(tokens -> {
            if (tokens < SHORTEST) {
                throw new IllegalArgumentException("maxLength %d: needs at least %d, for [CLS], a token and [SEP]".formatted(
                        tokens, SHORTEST));
            }
        });
        atLeastOne("gradAccumulation", gradAccumulation);
        earlyStopping.ifPresent(evaluations -> atLeastOne("earlyStopping", evaluations));
        maxSteps.ifPresent(steps -> atLeastOne("maxSteps", steps));
        positive("learningRate", learningRate);
        zeroOrMore("maxGradNorm", maxGradNorm);
        zeroOrMore("weightDecay", weightDecay);
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new IllegalArgumentException("layerDecay %s: needs more than 0 and at most 1".formatted(layerDecay));
        }
        if (!(warmup >= 0 && warmup <= 1)) {
            throw new IllegalArgumentException("warmup %s: needs 0 to 1".formatted(warmup));
        }
        dropout.ifPresent(p -> belowOne("dropout", p));
        freeze = List.copyOf(freeze);
        if (robust.balancedSampling() && !shuffle) {
            throw new IllegalArgumentException("sampling balanced: shuffle is off, but what is drawn has no order of the data");
        }
        if (adapter.isPresent() && !freeze.isEmpty()) {
            throw new IllegalArgumentException("peft %s: freeze %s is given too, but an adapter leaves the whole base as it is; give one of the two".formatted(
                    adapter.get().name(), String.join(",", freeze)));
        }
    }

    public static TrainingOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Examples of an optimiser step.
    public int stepSize() {
        return (int) Math.min((long) batchSize * gradAccumulation, Integer.MAX_VALUE);
    }

    /// The most parts that a step of so many examples has.
    int partsOf(int examples) {
        return (Math.min(examples, stepSize()) - 1) / batchSize + 1;
    }

    /// The parameters as the optimiser is to treat them.
    ///
    /// @param parameters of the whole model
    /// @throws IllegalArgumentException if there is a [#layerDecay] and the model has no layers
    /// @param rate of a parameter, where another would have the usual one
    List<ParameterGroup> groups(List<Parameter> parameters, ToDoubleFunction<Parameter> rate) {
        ToDoubleFunction<Parameter> factor = parameter -> rate.applyAsDouble(parameter) / learningRate;
        return layerDecay == 1
                ? ParameterGroup.usual(parameters, factor, weightDecay)
                : ParameterGroup.layerwise(parameters, factor, weightDecay, layerDecay);
    }

    /// Epochs of the whole training, the last of which may be begun only.
    public int epochs(int stepsPerEpoch) {
        return (totalSteps(stepsPerEpoch) - 1) / stepsPerEpoch + 1;
    }

    /// Optimiser steps of the whole training.
    public int totalSteps(int stepsPerEpoch) {
        return maxSteps.orElse(stepsPerEpoch * epochs);
    }

    /// Optimiser steps of an epoch.
    ///
    /// @throws IllegalArgumentException if the steps of all epochs cannot be counted
    public int stepsPerEpoch(int examples) {
        int steps = (examples - 1) / stepSize() + 1;
        if (maxSteps.isEmpty() && (long) steps * epochs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("epochs %d: %d steps each are more than %d together".formatted(
                    epochs, steps, Integer.MAX_VALUE));
        }
        return steps;
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s %d: needs at least 1".formatted(name, value));
        }
    }

    private static void zeroOrMore(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more".formatted(name, value));
        }
    }

    private static void belowOne(String name, double value) {
        if (!(value >= 0 && (float) value < 1)) {
            throw new IllegalArgumentException("%s %s: needs 0 or more and less than 1".formatted(name, value));
        }
    }

    private static void positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("%s %s: needs more than 0".formatted(name, value));
        }
    }

    /// Collects options; those not set keep their defaults.
    public static final class Builder {
        private int epochs = 5;
        private int batchSize = 16;
        private OptionalInt maxLength = OptionalInt.empty();
        private OptionalDouble learningRate = OptionalDouble.empty();
        private double weightDecay = 0.01;
        private Optimizer.Config optimizer = AdamW.Config.DEFAULT;
        private double layerDecay = 1;
        private double warmup = 0.1;
        private Schedule.Course schedule = Schedule.Course.LINEAR;
        private int gradAccumulation = 1;
        private double maxGradNorm = 1;
        private OptionalDouble dropout = OptionalDouble.empty();
        private boolean shuffle = true;
        private long seed = 42;
        private OptionalInt earlyStopping = OptionalInt.empty();
        private OptionalInt maxSteps = OptionalInt.empty();
        private List<String> freeze = List.of();
        private Optional<AdapterMethod> adapter = Optional.empty();

        private RobustOptions robust = RobustOptions.NONE;
        private Optional<PrivacyOptions> privacy = Optional.empty();

        private Builder() {}

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder maxLength(int value) {
            maxLength = OptionalInt.of(value);
            return this;
        }

        public Builder learningRate(double value) {
            learningRate = OptionalDouble.of(value);
            return this;
        }

        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        public Builder optimizer(Optimizer.Config value) {
            optimizer = value;
            return this;
        }

        public Builder layerDecay(double value) {
            layerDecay = value;
            return this;
        }

        public Builder warmup(double value) {
            warmup = value;
            return this;
        }

        public Builder schedule(Schedule.Course value) {
            schedule = value;
            return this;
        }

        public Builder gradAccumulation(int value) {
            gradAccumulation = value;
            return this;
        }

        public Builder maxGradNorm(double value) {
            maxGradNorm = value;
            return this;
        }

        public Builder dropout(double value) {
            dropout = OptionalDouble.of(value);
            return this;
        }

        public Builder shuffle(boolean value) {
            shuffle = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder earlyStopping(int value) {
            earlyStopping = OptionalInt.of(value);
            return this;
        }

        public Builder maxSteps(int value) {
            maxSteps = OptionalInt.of(value);
            return this;
        }

        public Builder freeze(List<String> value) {
            freeze = value;
            return this;
        }

        public Builder adapter(AdapterMethod value) {
            adapter = Optional.of(value);
            return this;
        }

        public Builder robust(RobustOptions value) {
            robust = value;
            return this;
        }

        public Builder privacy(PrivacyOptions value) {
            privacy = Optional.of(value);
            return this;
        }

        /// @throws IllegalArgumentException naming the option that is out of range
        public TrainingOptions build() {
            return new TrainingOptions(
                    epochs, batchSize, maxLength, peakRate(), weightDecay, optimizer, layerDecay, warmup,
                    schedule, gradAccumulation, maxGradNorm, dropout, shuffle, seed, earlyStopping, maxSteps, freeze, adapter, robust, privacy);
        }

        private double peakRate() {
            return learningRate.orElseGet(() -> adapter.map(AdapterMethod::usualRate).orElse(2e-5));
        }
    }
}
