package dev.lathe.train.loop;

import dev.lathe.nn.adapter.AdapterCourse;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.GradientTree;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.Schedule;
import dev.lathe.optim.WeightAverage;
import dev.lathe.tensor.Disturbance;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.train.data.Permutation;
import dev.lathe.train.evaluate.LossSum;
import dev.lathe.train.evaluate.StepMetrics;
import dev.lathe.train.privacy.PrivacyPlan;
import dev.lathe.train.privacy.SecretNumbers;
import dev.lathe.train.task.Objective;
import dev.lathe.train.task.Objective.PartLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The training loop of any task, an epoch at a time.
///
/// A step takes `batchSize x gradAccumulation` examples in parts of `batchSize`. Everything random is counted from the
/// seed and the step: the same options and data give the same bits.
///
/// @param <X> an example as the model reads it
public final class Trainer<X> implements AutoCloseable {
    private final Objective<X> objective;
    private final List<Parameter> parameters;
    private final List<X> examples;
    private final TrainingOptions options;
    private final Backend backend;
    private final Workspace states;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final GradientTree parts;
    private final StepRule rule;
    private final Schedule schedule;
    private final int stepsPerEpoch;
    private final LossSum epochLoss = new LossSum();
    private final Optional<WeightAverage> average;
    private EpochOrder order;
    private StepWatch watch = StepWatch.NONE;
    private Optional<PrivateSteps<X>> hidden = Optional.empty();
    private boolean stopped;

    /// Which examples an epoch takes, in which order: the same each time it is asked.
    @FunctionalInterface
    public interface EpochOrder {
        /// @param epoch from 1
        /// @return as many numbers of examples as there are examples
        int[] of(int epoch);
    }

    /// Hears of every optimiser step.
    @FunctionalInterface
    public interface StepListener {
        void done(StepMetrics metrics) throws IOException;
    }

    /// @param parameters of the whole model; frozen ones stay as they are
    public Trainer(
            Objective<X> objective, List<Parameter> parameters, List<X> examples,
            TrainingOptions options, Backend backend) {
        this(objective, parameters, examples, options, StepRule.USUAL, backend);
    }

    /// @param rule of every step
    public Trainer(
            Objective<X> objective, List<Parameter> parameters, List<X> examples,
            TrainingOptions options, StepRule rule, Backend backend) {
        this.states = Workspace.model("state of the optimiser", backend);
        this.parameters = parameters.stream().filter(parameter -> !parameter.isFrozen()).toList();
        this.examples = examples;
        this.options = options;
        this.rule = rule;
        this.backend = backend;
        Optional<AdapterCourse> course = options.adapter().flatMap(method ->
                method.course(this.parameters, options.totalSteps(options.stepsPerEpoch(examples.size())), states));
        this.objective = course.map(c -> penalized(objective, c)).orElse(objective);
        Optimizer plain = options.optimizer().over(
                options.groups(parameters, parameter -> objective.rate(parameter.name(), options.learningRate())), states);
        this.optimizer = course.<Optimizer>map(c -> new AccompaniedOptimizer(plain, c)).orElse(plain);
        this.clipping = new GradientClipping(
                this.parameters, options.maxGradNorm(), options.partsOf(examples.size()), states);
        this.parts = new GradientTree(this.parameters, states);
        this.stepsPerEpoch = options.stepsPerEpoch(examples.size());
        this.order = epoch -> options.shuffle()
                ? Permutation.ofEpoch(examples.size(), options.seed(), epoch)
                : Permutation.identity(examples.size());
        int steps = totalSteps();
        this.schedule = new Schedule(
                options.schedule(), options.learningRate(), (int) Math.ceil(steps * options.warmup()), steps);
        this.average = averages(options.robust().averaging(), steps)
                ? Optional.of(new WeightAverage(this.parameters, states)) : Optional.empty();
    }

    private boolean averages(Averaging averaging, int steps) {
        if (averaging instanceof Averaging.Epochs(int from) && (long) from * stepsPerEpoch > steps) {
            throw new IllegalArgumentException("swaFrom %d: the training has %d whole epochs".formatted(from, steps / stepsPerEpoch));
        }
        return !averaging.equals(Averaging.NONE);
    }

    /// Takes examples in another order than the options'.
    public Trainer<X> ordered(EpochOrder value) {
        order = value;
        return this;
    }

    /// Has someone look at some of the steps.
    public Trainer<X> watchedBy(StepWatch value) {
        watch = value;
        return this;
    }

    /// Hides each example: steps draw theirs by chance, clip each one's gradient and add noise. No order, rule or
    /// [TrainingOptions#maxGradNorm] counts any more, and steps tell nothing of their losses and tokens.
    public Trainer<X> privately(PrivacyPlan plan, SecretNumbers secret) {
        hidden = Optional.of(new PrivateSteps<>(objective, parameters, examples, options.batchSize(), plan, secret, backend));
        return this;
    }

    /// Why each example of a private training has a pass of its own; empty if those of a step are packed.
    public Optional<String> privatelyApart() {
        return hidden.flatMap(PrivateSteps::apart);
    }

    /// What a private training's later steps depend on, beside parameters and [#states].
    public Optional<SecretNumbers> secret() {
        return hidden.map(PrivateSteps::secret);
    }

    /// Goes on with the secret of another trainer.
    public void resumeWith(SecretNumbers secret) {
        hidden.orElseThrow(() -> new IllegalStateException("the training is not private")).secret(secret);
    }

    /// Gives the parameters the values that are evaluated and kept, if those are averages; a second time gives theirs back.
    public void swapAverage() {
        boolean begun = !(options.robust().averaging() instanceof Averaging.Epochs(int from)) || optimizer.step() >= from * stepsPerEpoch;
        if (begun) {
            average.ifPresent(WeightAverage::swap);
        }
    }

    private void takeIntoAverage() {
        int step = optimizer.step();
        switch (options.robust().averaging()) {
            case Averaging.None() -> { }
            case Averaging.Exponential(double decay) -> average.orElseThrow().add(1 - decay);
            case Averaging.Epochs(int from) -> {
                if (step % stepsPerEpoch == 0 && step / stepsPerEpoch >= from) {
                    average.orElseThrow().add(1.0 / (step / stepsPerEpoch - from + 1));
                }
            }
        }
    }

    /// The loss with the adapter's penalty, which weighs as much however many parts a step has.
    private static <X> Objective<X> penalized(Objective<X> objective, AdapterCourse course) {
        return (ws, examples, firstExample) -> {
            PartLoss part = objective.of(ws, examples, firstExample);
            return part.with(AddOp.apply(ws, part.mean(), course.penalty(ws)));
        };
    }

    /// Optimiser steps of the whole training.
    public int totalSteps() {
        return options.totalSteps(stepsPerEpoch);
    }

    /// Epochs of the whole training, the last of which may be begun only.
    public int epochs() {
        return options.epochs(stepsPerEpoch);
    }

    /// Lets [#epoch] return after the step that is being reported.
    public void stop() {
        stopped = true;
    }

    /// Optimiser steps done.
    public int step() {
        return optimizer.step();
    }

    /// What the optimiser remembers, and the average of the parameters, for checkpoints.
    public List<Optimizer.State> states() {
        return Stream.concat(optimizer.states().stream(), average.stream().flatMap(kept -> kept.states().stream())).toList();
    }

    /// The losses of the epoch so far.
    public LossSum epochLoss() {
        return epochLoss;
    }

    /// Goes on where another trainer was: for whoever has set parameters, states and the losses of the epoch to what they
    /// were. Everything random is counted from the step.
    public void resumeAfter(int steps) {
        if (steps > totalSteps()) {
            throw new IllegalArgumentException("step %d: the training has %d".formatted(steps, totalSteps()));
        }
        optimizer.resumeAfter(steps);
    }

    public int stepsPerEpoch() {
        return stepsPerEpoch;
    }

    /// Trains one epoch, or what is left of it, as far as [TrainingOptions#maxSteps] goes.
    ///
    /// @param epoch from 1, one after the other
    /// @return the mean loss of the examples, each as it was when its step came
    /// @throws ArithmeticException if a loss, a gradient or in the end a parameter is not finite
    public double epoch(int epoch, StepListener listener) throws IOException {
        int[] chosen = hidden.isPresent() ? new int[0] : order.of(epoch);
        int first = optimizer.step() - (epoch - 1) * stepsPerEpoch;
        if (first == 0) {
            epochLoss.clear();
        }
        int size = options.stepSize();
        for (int i = first; i < stepsPerEpoch && optimizer.step() < totalSteps() && !stopped; i++) {
            int from = Math.toIntExact((long) i * size);
            listener.done(hidden.isPresent() ? step(epoch, hidden.get()) : step(epoch, Arrays.copyOfRange(chosen, from, (int) Math.min(chosen.length, (long) from + size))));
        }
        requireFiniteParameters();
        return epochLoss.mean();
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

    private StepMetrics step(int epoch, PrivateSteps<X> steps) {
        long start = System.nanoTime();
        int number = optimizer.step() + 1;
        double rate = schedule.rate(optimizer.step());
        steps.gradients(number);
        clipping.measure();
        optimizer.step(rate);
        double norm = clipping.norm();
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("step %d: norm of the gradients is %s".formatted(number, norm));
        }
        return new StepMetrics(epoch, number, Float.NaN, rate, (float) norm, 0, (System.nanoTime() - start) * 1e-9);
    }

    /// Asks the device once, when all of the step's work is on its way.
    private StepMetrics step(int epoch, int[] chosen) {
        long start = System.nanoTime();
        double rate = schedule.rate(optimizer.step());
        var step = new StepUnderWay(optimizer.step() + 1, chosen, rate);
        rule.run(step);
        if (optimizer.step() != step.number) {
            throw new IllegalStateException("step %d: its rule has moved the parameters %d times instead of once".formatted(
                    step.number, optimizer.step() - step.number + 1));
        }
        double norm = step.finish();
        takeIntoAverage();
        epochLoss.add(step.loss);
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new StepMetrics(
                epoch, step.number, (float) step.loss.mean(), rate, (float) norm, step.tokens, seconds);
    }

    /// Some of a step's examples, whose loss is with the device.
    ///
    /// @param from the first one's number in the step
    private record Part(int from, int to, long terms, long tokens, double weight) {}

    /// What a rule is given.
    private final class StepUnderWay implements StepRule.Step {
        private final int number;
        private final int[] chosen;
        private final double rate;
        private final boolean whole;
        /// Of the last time that the rule has gone backward.
        private final List<Part> waiting = new ArrayList<>();
        /// Of the first time: with the parameters of before the step.
        private LossSum loss = new LossSum();
        private double weight;
        private long tokens;

        StepUnderWay(int number, int[] chosen, double rate) {
            this.number = number;
            this.chosen = chosen;
            this.rate = rate;
            this.whole = chosen.length <= options.batchSize();
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public List<Parameter> parameters() {
            return parameters;
        }

        @Override
        public void backward() {
            backward(1, (_, value, _) -> value);
        }

        @Override
        public void backward(double share, Disturbance disturbance) {
            if (!waiting.isEmpty()) {
                // Their places are needed.
                settle(clipping.read().watched());
                waiting.clear();
            }
            for (int from = 0; from < chosen.length; from += options.batchSize()) {
                int to = Math.min(chosen.length, from + options.batchSize());
                waiting.add(backward(from, to, share, disturbance));
                if (to < chosen.length) {
                    parts.next();
                }
            }
            parts.finish();
            if (weight == 0) {
                weight = waiting.stream().mapToDouble(Part::weight).sum();
            }
            tokens += waiting.stream().mapToLong(Part::tokens).sum();
        }

        /// Leaves the gradients of a part with the parameters.
        private Part backward(int from, int to, double share, Disturbance disturbance) {
            try (var ws = open().disturbedBy(disturbance)) {
                PartLoss part = objective.of(ws, examples(from, to), from);
                clipping.watch(waiting.size(), part.mean());
                double factor = whole ? share : share * part.weight();
                ws.backward(factor == 1 ? part.mean() : ScaleOp.apply(ws, part.mean(), (float) factor));
                return new Part(from, to, part.terms(), part.tokens(), part.weight());
            }
        }

        private Workspace open() {
            return Workspace.training("step " + number, backend, new RandomKey(options.seed(), number - 1));
        }

        private List<X> examples(int from, int to) {
            return Arrays.stream(chosen, from, to).mapToObj(examples::get).toList();
        }

        @Override
        public double loss() {
            return sum(clipping.read().watched()).mean();
        }

        @Override
        public void move() {
            if (weight == 0) {
                throw new IllegalStateException("step %d: its rule moves the parameters without gradients".formatted(number));
            }
            // The parts' gradients are of sums of terms; a single part's is of the mean already.
            double terms = whole ? 1 : weight;
            boolean watched = watch.watches(number);
            if (watched) {
                watch.beforeMove(parameters, terms);
            }
            optimizer.step(rate, clipping.measure(terms));
            if (watched) {
                watch.afterMove(parameters);
            }
        }

        /// The norm of the gradients.
        double finish() {
            var readings = clipping.read();
            settle(readings.watched());
            if (!Double.isFinite(readings.norm())) {
                throw new ArithmeticException("step %d: norm of the gradients is %s".formatted(number, readings.norm()));
            }
            return readings.norm();
        }

        private void settle(double[] losses) {
            LossSum sum = sum(losses);
            if (loss.terms() == 0) {
                loss = sum;
            }
        }

        private LossSum sum(double[] losses) {
            var sum = new LossSum();
            for (int i = 0; i < waiting.size(); i++) {
                Part part = waiting.get(i);
                float value = (float) losses[i];
                if (!Float.isFinite(value)) {
                    throw new ArithmeticException("step %d: loss is %s%s".formatted(number, value, firstNonFinite(part)));
                }
                sum.add(value, part.terms, part.tokens);
            }
            return sum;
        }

        /// Where it began: computed once more, with the same parameters, as none was moved, and the same random decisions.
        private String firstNonFinite(Part part) {
            try (var ws = open()) {
                objective.of(ws, examples(part.from, part.to), part.from);
                return ws.firstNonFinite().map(place -> ", first in " + place).orElse("");
            }
        }
    }

    @Override
    public void close() {
        states.close();
    }
}
