package dev.lathe.train.run;

import dev.lathe.Device;
import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.Parameter;
import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.loop.Averaging;
import dev.lathe.train.loop.ProximalRule;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.TrainingRecord;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.run.weights.MomentsFile;
import dev.lathe.train.task.DataSplits;
import dev.lathe.train.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// One party's part of a training that several do together; [FineTuning#locally] opens it.
///
/// Only what trains travels: with an adapter the adapter and the head, else the model without what is frozen. The optimiser's memory stays
/// with the party, so that a training in rounds takes the same steps as one without.
public final class LocalTraining implements AutoCloseable {
    private final Opened<?> opened;
    private final TrainingOptions options;
    private final StepRule rule;
    private final Device device;
    private final FineTuningArtifacts artifacts;

    /// @param <X> an example as the model reads it
    private record Opened<X>(FineTuningInputs<?, X> inputs) {
        Trainer<X> trainer(TrainingOptions options, StepRule rule, Device device) {
            return inputs.trainer(options, rule, device.backend());
        }

        Optional<Evaluation> evaluation(Device device) {
            return inputs.test().map(examples -> inputs.model().evaluate(examples, new EvaluationBatches(device.backend())));
        }
    }

    private LocalTraining(Opened<?> opened, TrainingOptions options, StepRule rule, Device device, FineTuningArtifacts artifacts) {
        this.opened = opened;
        this.options = options;
        this.rule = rule;
        this.device = device;
        this.artifacts = artifacts;
    }

    static <E extends Example> LocalTraining of(
            Task<E> task, BaseModel base, TrainingData data, List<TrainingData> everyone, TrainingOptions options, StepRule rule, Path out,
            String dataLicence, Device device, TrainingListener listener) throws IOException {
        PrivateRun.check(task, options, rule, RunViews.NONE);
        require(options.robust().averaging().equals(Averaging.NONE), "ema, swa: average one training's course; the rounds average the parties");
        require(options.earlyStopping().isEmpty(), "early-stopping: a party takes the steps that its round asks for");
        var others = new ArrayList<E>();
        for (TrainingData one : everyone) {
            others.addAll(one.read(task, options.seed()).train().examples());
        }
        var inputs = FineTuningInputs.read(task, base, data, options, device.backend(), listener,
                own -> new DataSplits<>(own.train().subset(new int[0]).followedBy(others), own.dev(), own.test()));
        var artifacts = new FineTuningArtifacts(task, inputs, base, out, data, options,
                new FineTuningArtifacts.Choices(Keep.LAST, OptionalInt.empty(), dataLicence, RunViews.NONE), device);
        return new LocalTraining(new Opened<>(inputs), options, rule, device, artifacts);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /// Examples of this party's training data.
    public int examples() {
        return opened.inputs.train().size();
    }

    /// Optimiser steps in which each of them is taken once.
    public int stepsPerEpoch() {
        return options.stepsPerEpoch(examples());
    }

    /// Steps of the whole training, which its learning rate counts.
    public int totalSteps() {
        return options.totalSteps(stepsPerEpoch());
    }

    /// What travels, in its order: each parameter's name and shape, `classifier.weight[2,24]`.
    public List<String> layout() {
        return trained().stream().map(Parameter::toString).toList();
    }

    private List<Parameter> trained() {
        return opened.inputs.parameters().stream().map(ModelParameter::parameter).filter(parameter -> !parameter.isFrozen()).toList();
    }

    /// What travels, one parameter after the other.
    public float[] values() {
        List<Parameter> trained = trained();
        var values = new float[trained.stream().mapToInt(parameter -> parameter.shape().size()).reduce(0, Math::addExact)];
        int at = 0;
        for (Parameter parameter : trained) {
            int size = parameter.shape().size();
            parameter.value().buffer().read(0, values, at, size);
            at += size;
        }
        return values;
    }

    /// Sets what travels.
    ///
    /// @throws IllegalArgumentException if they are more or fewer than [#values]
    public void values(float[] values) {
        List<Parameter> trained = trained();
        long size = trained.stream().mapToLong(parameter -> parameter.shape().size()).sum();
        if (values.length != size) {
            throw new IllegalArgumentException("local training: %d values given, %d train".formatted(values.length, size));
        }
        int at = 0;
        for (Parameter parameter : trained) {
            parameter.value().buffer().write(0, values, at, parameter.shape().size());
            at += parameter.shape().size();
        }
    }

    /// Where a party stands.
    ///
    /// @param step that it has done last, of all rounds
    /// @param loss the mean of the steps of this time; not a number if the training hides its examples
    /// @param epsilon what it has spent of its examples' privacy, if it hides them
    public record Stand(int step, double loss, OptionalDouble epsilon) {}

    /// What a party keeps between the times that it trains.
    ///
    /// @param before directory of what its optimiser remembers; not read if no steps were done
    /// @param after directory of what it will remember, which is there
    /// @param secret file of the secret of a private training; made if it is not there
    public record Memory(Path before, Path after, Path secret) {
        /// All in one directory.
        public static Memory in(Path directory) {
            return new Memory(directory, directory, directory.resolve("secret-numbers"));
        }
    }

    /// Trains from the values as they are.
    ///
    /// @param done steps of earlier rounds
    /// @param steps to be done now, at least 1; fewer if the whole training has no more
    /// @param proximal how much the values are drawn back to where they are now; not at all if empty
    /// @throws ArithmeticException if the loss, a gradient or in the end a parameter is not finite
    public Stand train(Memory memory, int done, int steps, OptionalDouble proximal) throws IOException {
        require(proximal.isEmpty() || rule == StepRule.USUAL,
                "proximal: a step rule of your own or adversarial training is given too; give one of them");
        require(proximal.isEmpty() || options.gradAccumulation() == 1, "proximal: needs gradAccumulation 1");
        StepRule taken = proximal.isPresent() ? new ProximalRule(proximal.getAsDouble()) : rule;
        Optional<PrivacyPlan> plan = opened.inputs.privacy();
        require(plan.isEmpty() || proximal.isEmpty(), "proximal: not with dp-epsilon or dp-noise: its step would not be hidden");
        try (Trainer<?> trainer = opened.trainer(options, taken, device)) {
            if (plan.isPresent()) {
                trainer.privately(plan.get(), SecretNumbers.kept(memory.secret, plan.get().options().seed()));
            }
            if (done > 0) {
                MomentsFile.read(memory.before, trainer.states());
                trainer.resumeAfter(done);
            }
            int end = Math.min(trainer.totalSteps(), done + steps);
            var losses = new ArrayList<Double>();
            while (trainer.step() < end) {
                trainer.epoch(trainer.step() / trainer.stepsPerEpoch() + 1, metrics -> {
                    losses.add((double) metrics.loss());
                    if (metrics.step() == end) {
                        trainer.stop();
                    }
                });
            }
            MomentsFile.write(memory.after, trainer.states());
            return new Stand(trainer.step(), losses.stream().mapToDouble(loss -> loss).average().orElse(Double.NaN),
                    plan.isPresent() ? OptionalDouble.of(plan.get().epsilonAfter(trainer.step())) : OptionalDouble.empty());
        }
    }

    /// How the values as they are do on the test data, if there is some.
    public Optional<Evaluation> evaluation() {
        return opened.evaluation(device);
    }

    /// Writes the model with the values as they are: weights, configuration, tokenizer. What was done to come there is the caller's to tell.
    ///
    /// @return the SHA-256 of the weights
    public String write(Path directory) throws IOException {
        artifacts.writeModel(directory);
        return opened.inputs.weights().saveIn(directory);
    }

    /// Writes what this party's training was begun with, for [#differenceFrom].
    public void describe(Path directory) throws IOException {
        artifacts.record().write(directory);
    }

    /// The first thing in which this training differs from the one that has described itself there, if one does.
    public Optional<String> differenceFrom(Path directory) throws IOException {
        return artifacts.record().differenceFrom(directory.resolve(TrainingRecord.NAME));
    }

    @Override
    public void close() {
        opened.inputs.close();
    }
}
