package dev.lathe.train.run;

import dev.lathe.tensor.device.Backend;
import dev.lathe.train.data.Example;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationBatches;
import dev.lathe.train.evaluate.EvaluationMetrics;
import dev.lathe.train.evaluate.MetricsLog;
import dev.lathe.train.evaluate.StepMetrics;
import dev.lathe.train.evaluate.text.FixedPoint;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputDirectory;
import dev.lathe.train.run.weights.BestModel;
import dev.lathe.train.watch.LayerReading;
import dev.lathe.train.watch.LayerWatch;
import dev.lathe.watch.drift.Observation;
import dev.lathe.watch.drift.Observations;
import dev.lathe.watch.drift.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The training of a fine-tuning, from inputs that are sound to a completed output.
///
/// @param <X> an example as the model reads it
final class FineTuningRun<X> {
    private final FineTuningInputs<?, X> inputs;
    private final TrainingOptions options;
    private final StepRule stepRule;
    private final OutputDirectory output;
    private final Backend backend;
    private final TrainingListener listener;
    private final OptionalInt saveSteps;
    private final OptionalInt evalSteps;
    private final BestModel best;
    private RunViews views = RunViews.NONE;
    private Optional<LayerWatch> watch = Optional.empty();
    private OptionalInt begunWithEpochs = OptionalInt.empty();
    private BooleanSupplier cancelled = () -> false;
    private String name = "";
    private OptionalInt savedStep = OptionalInt.empty();
    private RunClock clock = new RunClock(RunCost.NONE);

    /// @param saveSteps how often a checkpoint is written; if empty after each epoch, as [FineTuning#saveSteps] says
    /// @param evalSteps how often the dev data is evaluated; after each epoch if empty
    FineTuningRun(
            FineTuningInputs<?, X> inputs, TrainingOptions options, StepRule stepRule, Keep keep, OptionalInt saveSteps,
            OptionalInt evalSteps, OutputDirectory output, Backend backend, TrainingListener listener) {
        this.inputs = inputs;
        this.options = options;
        this.stepRule = stepRule;
        this.output = output;
        this.backend = backend;
        this.listener = listener;
        this.saveSteps = saveSteps;
        this.evalSteps = evalSteps;
        this.best = new BestModel(
                output.checkpoints(), keep == Keep.BEST && inputs.dev().isPresent(), inputs.weights());
    }

    /// @param out what the message names
    FineTuningRun<X> cancelWhen(BooleanSupplier value, Path out) {
        cancelled = value;
        name = out.toString();
        return this;
    }

    FineTuningRun<X> showing(RunViews value) {
        views = value;
        return this;
    }

    FineTuning.Result run(FineTuningArtifacts artifacts) throws IOException {
        var checkpoints = new RunCheckpoints(output, artifacts, inputs.weights(), inputs.leftBehind());
        try (var trainer = inputs.trainer(options, stepRule, backend)) {
            inputs.privacy().ifPresent(plan -> trainer.privately(plan, plan.options().secret()));
            trainer.privatelyApart().ifPresent(reason -> listener.notice(PrivateRun.apart(reason)));
            Optional<TrainingState> earlier = checkpoints.resume(trainer);
            output.sweep(earlier.isPresent() ? Set.of(RunLog.METRICS, RunViews.Events.Inside.NAME) : Set.of(RunLog.METRICS));
            if (output.resuming()) {
                resume(earlier, trainer);
            }
            clock = new RunClock(earlier.map(TrainingState::cost).orElse(RunCost.NONE));
            watch = views.watch(trainer.totalSteps(), evalSteps.orElse(trainer.stepsPerEpoch()));
            watch.ifPresent(trainer::watchedBy);
            FineTuning.Result result;
            try (var log = RunLog.open(output, views, earlier)) {
                if (earlier.isEmpty()) {
                    log.begin(artifacts.record(), List.of("loss"));
                }
                result = run(trainer, earlier.map(TrainingState::epochs).orElse(0), log, checkpoints, artifacts);
            }
            output.complete();
            return result;
        }
    }

    private FineTuning.Result run(
            Trainer<X> trainer, int done, RunLog log, RunCheckpoints checkpoints, FineTuningArtifacts artifacts) throws IOException {
        Trained trained = epochs(trainer, done, log, checkpoints);
        trainer.swapAverage();
        best.restore();
        Optional<Evaluation> evaluation = last(trained.epochs(), log);
        // Of a private run nothing may tell of its examples.
        Optional<Reference> reference = inputs.privacy().isPresent() ? Optional.empty() : reference();
        log.sync();
        RunCost cost = clock.cost();
        RunDoubts.ofLosses(MetricsLog.stepLosses(output.partial().resolve(RunLog.METRICS))).ifPresent(listener::notice);
        (evaluation.isPresent() ? evaluation.flatMap(RunDoubts::of) : ofTrainingData()).ifPresent(listener::notice);
        String weights = inputs.weights().saveIn(output.partial());
        String card = artifacts.write(output.partial(), new FineTuningArtifacts.Outcome(
                weights, cost, begunWithEpochs, trained, evaluation, bytes(trainer)));
        if (reference.isPresent()) {
            reference.get().write(output.partial());
        }
        log.end(card);
        return artifacts.result(output.out(), cost, trained.loss(), evaluation);
    }

    /// What the finished model reads and answers: of texts that it has not learnt from, where there are some.
    private Optional<Reference> reference() {
        String split = inputs.dev().isPresent() ? "dev" : inputs.test().isPresent() ? "test" : "train";
        List<X> examples = inputs.dev().or(inputs::test).orElseGet(inputs::train);
        int most = observed(List.of(examples.getFirst())).stream().mapToInt(one -> Reference.most(one.scores().size())).findFirst().orElse(0);
        List<Observation> sample = observed(Observations.spread(examples.size(), most).stream().map(examples::get).toList());
        return sample.isEmpty() ? Optional.empty() : Optional.of(new Reference(split, examples.size(), inputs.maxLength(), sample));
    }

    /// Where nothing else tells whether anything was learnt, of classes: what the model makes of its own data.
    private Optional<String> ofTrainingData() {
        List<? extends Example> examples = inputs.data().train().examples();
        if (inputs.privacy().isPresent() || examples.stream().anyMatch(example -> example.classes().size() != 1)) {
            return Optional.empty();
        }
        List<Integer> sample = Observations.spread(examples.size(), RunDoubts.SAMPLE);
        Evaluation evaluation = inputs.model().evaluate(sample.stream().map(inputs.train()::get).toList(), new EvaluationBatches(backend));
        return RunDoubts.ofTraining(evaluation, sample.stream().map(i -> examples.get(i).classes().iterator().next()).toList());
    }

    private List<Observation> observed(List<X> examples) {
        return inputs.model().observe(examples, new EvaluationBatches(backend));
    }

    private Optional<Evaluation> last(int epoch, RunLog log) throws IOException {
        long begun = clock.now();
        boolean settled = inputs.dev().isPresent() && inputs.model().settle(inputs.dev().get(), batches("dev"));
        Optional<Evaluation> found = Optional.empty();
        if (inputs.test().isPresent()) {
            found = Optional.of(evaluate(inputs.test().get(), "test", epoch, log));
        } else if (inputs.dev().isPresent()) {
            // Of a model from before the checkpoint: the same figures again.
            found = Optional.of(best.evaluation().filter(_ -> !settled).orElseGet(
                    () -> inputs.model().evaluate(inputs.dev().get(), batches("dev"))));
        }
        clock.evaluated(begun);
        return found;
    }

    /// What the optimiser remembers, in bytes.
    private static long bytes(Trainer<?> trainer) {
        return trainer.states().stream().mapToLong(state -> (long) state.value().buffer().size() * state.value().buffer().dtype().bytes()).sum();
    }

    private void resume(Optional<TrainingState> earlier, Trainer<X> trainer) throws IOException {
        best.resume(earlier.flatMap(TrainingState::best));
        if (earlier.isPresent()) {
            TrainingState state = earlier.get();
            begunWithEpochs = state.begunWithEpochs();
            listener.notice("resumed after step %d, in epoch %d".formatted(
                    state.step(), Math.min(state.epochs() + 1, trainer.epochs())));
            if (begunWithEpochs.isPresent()) {
                listener.notice("begun with %d epochs: the learning rate goes on as in a run of %d, from here".formatted(
                        begunWithEpochs.getAsInt(), options.epochs()));
            }
            saved(state.step());
        }
    }

    private void saved(int step) {
        savedStep = OptionalInt.of(step);
        listener.saved(step);
    }

    private void stopIfCancelled(Trainer<X> trainer) {
        if (cancelled.getAsBoolean()) {
            throw new TrainingCancelledException("%s: cancelled after step %d of %d; %s".formatted(
                    name, trainer.step(), trainer.totalSteps(),
                    savedStep.isPresent() ? "to be resumed from step " + savedStep.getAsInt() : "nothing was saved yet"),
                    trainer.step());
        }
    }

    /// @param epochs how many it took
    /// @param steps how many these were
    /// @param loss the mean training loss of the last of them; not a number after a private training, which does not tell it
    record Trained(int epochs, int steps, double loss) {}

    /// @param done epochs that an earlier run has done
    private Trained epochs(Trainer<X> trainer, int done, RunLog log, RunCheckpoints checkpoints) throws IOException {
        int epoch = done;
        stopIfCancelled(trainer);
        while (epoch < trainer.epochs() && !isToStop()) {
            int before = epoch;
            epoch++;
            double loss = trainer.epoch(epoch, metrics -> {
                report(metrics, trainer, log);
                if (isToEvaluate(trainer)) {
                    offer(trainer, before + 1, log);
                }
                if (isToSave(trainer) && !isWhole(trainer)) {
                    save(trainer, before, log, checkpoints);
                }
                if (!isWhole(trainer)) {
                    stopIfCancelled(trainer);
                }
            });
            var spent = new LinkedHashMap<String, Double>();
            inputs.privacy().ifPresent(plan -> spent.put("epsilon", plan.epsilonAfter(trainer.step())));
            log.evaluation(new EvaluationMetrics(epoch, "train", loss, spent));
            spent.forEach((name, value) -> listener.notice(FixedPoint.of(value, 4) + " of " + name + " spent"));
            listener.trained(epoch, loss);
            if (inputs.dev().isPresent() && !isToStop()
                    && (evalSteps.isEmpty() || trainer.step() == trainer.totalSteps() && !isToEvaluate(trainer))) {
                offer(trainer, epoch, log);
            }
            // The end within an epoch is none to go on from: what came after the last checkpoint is done again.
            if (isWhole(trainer) && (saveSteps.isPresent() ? isToSave(trainer) : clock.isSavingDue(inputs.weights().bytes() + bytes(trainer)))) {
                save(trainer, epoch, log, checkpoints);
            }
            if (epoch < trainer.epochs()) {
                stopIfCancelled(trainer);
            }
        }
        if (isToStop()) {
            sayWhyStopped(trainer, epoch);
        }
        return new Trained(epoch, trainer.step(), trainer.epochLoss().mean());
    }

    private void offer(Trainer<X> trainer, int epoch, RunLog log) throws IOException {
        trainer.swapAverage();
        try {
            offerAveraged(trainer, epoch, log);
        } finally {
            trainer.swapAverage();
        }
    }

    private void offerAveraged(Trainer<X> trainer, int epoch, RunLog log) throws IOException {
        long begun = clock.now();
        Evaluation evaluation = inputs.model().evaluate(inputs.dev().orElseThrow(), batches("dev"));
        clock.evaluated(begun);
        requireFinite(evaluation, "dev", epoch);
        log.evaluation(evalSteps.isPresent()
                ? evaluation.metrics(epoch, trainer.step(), "dev") : evaluation.metrics(epoch, "dev"));
        listener.evaluated(epoch, "dev", evaluation);
        best.offer(evaluation, trainer.step());
        if (isToStop()) {
            trainer.stop();
        }
    }

    private static boolean isWhole(Trainer<?> trainer) {
        return trainer.step() % trainer.stepsPerEpoch() == 0;
    }

    /// Whether the number of steps is one after which the dev data is evaluated.
    private boolean isToEvaluate(Trainer<X> trainer) {
        return evalSteps.isPresent() && trainer.step() % evalSteps.getAsInt() == 0;
    }

    /// Whether the number of steps is one after which a checkpoint is wanted. At the end of an epoch it waits for the evaluation.
    private boolean isToSave(Trainer<X> trainer) {
        return saveSteps.isPresent() && trainer.step() % saveSteps.getAsInt() == 0;
    }

    private void save(Trainer<X> trainer, int epochs, RunLog log, RunCheckpoints checkpoints) throws IOException {
        long begun = clock.now();
        RunLog.Place place = log.sync();
        checkpoints.save(trainer, new TrainingState(
                trainer.step(), epochs, trainer.epochLoss().state(), place.metrics(), place.events(), clock.cost(), begunWithEpochs,
                best.state()));
        clock.saved(begun);
        best.saved();
        saved(trainer.step());
    }

    private boolean isToStop() {
        return options.earlyStopping().isPresent() && best.sinceBest() >= options.earlyStopping().getAsInt();
    }

    private void sayWhyStopped(Trainer<X> trainer, int epoch) {
        String score = best.state().orElseThrow().standing().headline().name();
        listener.notice(evalSteps.isEmpty()
                ? "stopped after epoch %d: no better %s on the dev set since epoch %d".formatted(
                        epoch, score, epoch - best.sinceBest())
                : "stopped after step %d: no better %s on the dev set since step %d".formatted(
                        trainer.step(), score, trainer.step() - best.sinceBest() * evalSteps.getAsInt()));
    }

    private void report(StepMetrics metrics, Trainer<X> trainer, RunLog log) throws IOException {
        log.step(metrics);
        Optional<LayerReading> seen = watch.flatMap(LayerWatch::taken);
        if (seen.isPresent()) {
            log.layers(metrics.epoch(), seen.get());
        }
        clock.step(metrics);
        listener.step(new TrainingListener.StepProgress(
                metrics.epoch(), trainer.epochs(), (int) metrics.step(), trainer.totalSteps(), metrics.loss(), metrics.lr(),
                metrics.gradNorm(), metrics.tokens(), metrics.tokensPerSecond(),
                clock.left(trainer.totalSteps() - metrics.step())));
    }

    private Evaluation evaluate(List<X> examples, String split, int epoch, RunLog log) throws IOException {
        Evaluation evaluation = inputs.model().evaluate(examples, batches(split));
        requireFinite(evaluation, split, epoch);
        log.evaluation(evaluation.metrics(epoch, split));
        listener.evaluated(epoch, split, evaluation);
        return evaluation;
    }

    private EvaluationBatches batches(String split) {
        return new EvaluationBatches(backend, (done, texts) -> listener.evaluating(split, done, texts));
    }

    private static void requireFinite(Evaluation evaluation, String split, int epoch) {
        if (!Double.isFinite(evaluation.loss())) {
            throw new ArithmeticException("epoch %d: %s loss is %s".formatted(epoch, split, evaluation.loss()));
        }
    }
}
