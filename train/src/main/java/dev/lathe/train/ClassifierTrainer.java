package dev.lathe.train;

import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.TokenBatch;
import dev.lathe.bert.TokenSequence;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.Schedule;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.CrossEntropyOp;
import dev.lathe.train.metrics.StepMetrics;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// The training loop of a sequence classifier, an epoch at a time.
///
/// Everything random is counted from the seed and the step: the same options and data give the same bits.
final class ClassifierTrainer implements AutoCloseable {
    private final BertForSequenceClassification model;
    private final List<Parameter> parameters;
    private final EncodedExamples examples;
    private final TrainingOptions options;
    private final Backend backend;
    private final Workspace moments;
    private final AdamW optimizer;
    private final Schedule schedule;
    private final int stepsPerEpoch;

    /// Hears of every optimiser step.
    @FunctionalInterface
    interface StepListener {
        void done(StepMetrics metrics) throws IOException;
    }

    ClassifierTrainer(
            BertForSequenceClassification model, List<Parameter> parameters, EncodedExamples examples,
            TrainingOptions options, Backend backend) {
        this.model = model;
        this.parameters = parameters;
        this.examples = examples;
        this.options = options;
        this.backend = backend;
        this.moments = Workspace.model("moments of AdamW", backend);
        this.optimizer = new AdamW(
                AdamW.Config.DEFAULT.withWeightDecay(options.weightDecay()), parameters, moments);
        this.stepsPerEpoch = stepsPerEpoch(examples.size(), options);
        int steps = totalSteps();
        this.schedule = new Schedule(
                options.schedule(), options.learningRate(), (int) Math.ceil(steps * options.warmup()), steps);
    }

    /// Optimiser steps of all epochs together.
    int totalSteps() {
        return stepsPerEpoch * options.epochs();
    }

    /// Optimiser steps of an epoch.
    ///
    /// @throws IllegalArgumentException if the steps of all epochs cannot be counted
    static int stepsPerEpoch(int examples, TrainingOptions options) {
        int steps = (examples - 1) / options.batchSize() + 1;
        if ((long) steps * options.epochs() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("epochs %d: %d steps each are more than %d together".formatted(
                    options.epochs(), steps, Integer.MAX_VALUE));
        }
        return steps;
    }

    /// Trains one epoch.
    ///
    /// @param epoch from 1
    /// @return the mean loss of the examples, each as it was when its step came
    /// @throws ArithmeticException if a loss, a gradient or in the end a parameter is not finite
    double epoch(int epoch, StepListener listener) throws IOException {
        int[] order = options.shuffle()
                ? Permutation.ofEpoch(examples.size(), options.seed(), epoch)
                : Permutation.identity(examples.size());
        double loss = 0;
        for (int from = 0; from < order.length; from += options.batchSize()) {
            int[] batch = Arrays.copyOfRange(order, from, Math.min(order.length, from + options.batchSize()));
            StepMetrics metrics = step(epoch, batch);
            loss += (double) metrics.loss() * batch.length;
            listener.done(metrics);
        }
        requireFiniteParameters();
        return loss / order.length;
    }

    /// The loss of a step tells of the parameters before it; after the last step only they themselves tell.
    private void requireFiniteParameters() {
        for (Parameter p : parameters) {
            if (backend.reduction().firstNonFinite(p.value().buffer(), p.shape().size()) >= 0) {
                throw new ArithmeticException("step %d: parameter %s is no longer finite; lower the learning rate".formatted(
                        optimizer.step(), p.name()));
            }
        }
    }

    private StepMetrics step(int epoch, int[] batch) {
        long start = System.nanoTime();
        int step = optimizer.step();
        List<TokenSequence> texts = Arrays.stream(batch).mapToObj(examples.texts()::get).toList();
        int[] labels = Arrays.stream(batch).map(i -> examples.labels()[i]).toArray();
        try (var ws = Workspace.training("step " + (step + 1), backend, new RandomKey(options.seed(), step))) {
            TokenBatch tokens = TokenBatch.of(ws, texts);
            Tensor logits = model.logits(ws, tokens);
            Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(labels.length), labels));
            float value = loss.item();
            if (!Float.isFinite(value)) {
                throw new ArithmeticException("step %d: loss is %s%s".formatted(
                        step + 1, value, ws.firstNonFinite().map(place -> ", first in " + place).orElse("")));
            }
            ws.backward(loss);
            double norm = GradientClipping.globalNorm(backend, parameters);
            if (!Double.isFinite(norm)) {
                throw new ArithmeticException("step %d: norm of the gradients is %s".formatted(step + 1, norm));
            }
            double rate = schedule.rate(step);
            optimizer.step(rate, GradientClipping.scale(norm, options.maxGradNorm()));
            double seconds = (System.nanoTime() - start) * 1e-9;
            return new StepMetrics(
                    epoch, step + 1, value, rate, (float) norm, tokens.sequences().tokens() / seconds);
        }
    }

    @Override
    public void close() {
        moments.close();
    }
}
