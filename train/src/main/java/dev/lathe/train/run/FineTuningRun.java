package dev.lathe.train.run;

import dev.lathe.bert.directory.BertWeights;
import dev.lathe.bert.directory.WeightFiles;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.evaluate.Evaluation;
import dev.lathe.train.evaluate.EvaluationMetrics;
import dev.lathe.train.evaluate.MetricsLog;
import dev.lathe.train.evaluate.StepMetrics;
import dev.lathe.train.loop.StepRule;
import dev.lathe.train.loop.Trainer;
import dev.lathe.train.loop.TrainingOptions;
import dev.lathe.train.output.OutputDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The training of a fine-tuning, from inputs that are sound to a completed output.
///
/// @param <X> an example as the model reads it
final class FineTuningRun<X> {
    private static final String METRICS = "metrics.jsonl";

    private final FineTuningInputs<?, X> inputs;
    private final TrainingOptions options;
    private final StepRule stepRule;
    private final OutputDirectory output;
    private final Backend backend;
    private final TrainingListener listener;
    private final OptionalInt saveSteps;
    private final BestModel best;

    /// @param saveSteps how often a checkpoint is written; after each epoch if empty
    FineTuningRun(
            FineTuningInputs<?, X> inputs, TrainingOptions options, StepRule stepRule, Keep keep, OptionalInt saveSteps,
            OutputDirectory output, Backend backend, TrainingListener listener) {
        this.inputs = inputs;
        this.options = options;
        this.stepRule = stepRule;
        this.output = output;
        this.backend = backend;
        this.listener = listener;
        this.saveSteps = saveSteps;
        this.best = new BestModel(
                output.checkpoints(), keep == Keep.BEST && inputs.dev().isPresent(), inputs.parameters());
    }

    FineTuning.Result run(FineTuningArtifacts artifacts) throws IOException {
        var checkpoints = new RunCheckpoints(output, artifacts, inputs.parameters());
        Optional<Evaluation> evaluation = Optional.empty();
        Trained trained;
        try (var trainer = inputs.trainer(options, stepRule, backend)) {
            Optional<TrainingState> earlier = checkpoints.resume(trainer);
            output.sweep(Set.of(METRICS));
            if (output.resuming()) {
                resume(earlier);
            }
            try (var log = log(earlier)) {
                trained = epochs(trainer, earlier.map(TrainingState::epochs).orElse(0), log, checkpoints);
                best.restore();
                if (inputs.test().isPresent()) {
                    evaluation = Optional.of(evaluate(inputs.test().get(), "test", trained.epochs(), log));
                } else if (inputs.dev().isPresent()) {
                    // Of a model from before the checkpoint: the same figures again.
                    evaluation = Optional.of(best.evaluation().orElseGet(
                            () -> inputs.model().evaluate(inputs.dev().get(), backend)));
                }
                log.sync();
            }
        }
        String weights = BertWeights.save(output.partial().resolve(WeightFiles.SINGLE), inputs.parameters());
        artifacts.write(output.partial(), weights, trained.loss(), evaluation);
        output.complete();
        return artifacts.result(output.out(), trained.loss(), evaluation);
    }

    private void resume(Optional<TrainingState> earlier) throws IOException {
        best.resume(earlier.flatMap(TrainingState::best));
        if (earlier.isPresent()) {
            TrainingState state = earlier.get();
            listener.notice("resumed after step %d, in epoch %d".formatted(
                    state.step(), Math.min(state.epochs() + 1, options.epochs())));
            listener.saved(state.step());
        }
    }

    private MetricsLog log(Optional<TrainingState> earlier) throws IOException {
        Path file = output.partial().resolve(METRICS);
        return earlier.isPresent() ? MetricsLog.resume(file, earlier.get().metrics()) : MetricsLog.create(file);
    }

    /// @param epochs how many it took
    /// @param loss the mean training loss of the last of them
    private record Trained(int epochs, double loss) {}

    /// @param done epochs that an earlier run has done
    private Trained epochs(Trainer<X> trainer, int done, MetricsLog log, RunCheckpoints checkpoints) throws IOException {
        int epoch = done;
        while (epoch < options.epochs() && !isToStop(epoch)) {
            int before = epoch;
            epoch++;
            double loss = trainer.epoch(epoch, metrics -> {
                report(metrics, trainer.totalSteps(), log);
                if (isToSave(trainer) && trainer.step() % trainer.stepsPerEpoch() != 0) {
                    save(trainer, before, log, checkpoints);
                }
            });
            log.evaluation(new EvaluationMetrics(epoch, "train", loss, new LinkedHashMap<>()));
            listener.trained(epoch, loss);
            if (inputs.dev().isPresent()) {
                best.offer(evaluate(inputs.dev().get(), "dev", epoch, log), trainer.step());
            }
            if (saveSteps.isEmpty() || isToSave(trainer)) {
                save(trainer, epoch, log, checkpoints);
            }
        }
        return new Trained(epoch, trainer.epochLoss().mean());
    }

    /// Whether the number of steps is one after which a checkpoint is wanted. At the end of an epoch it waits for the evaluation.
    private boolean isToSave(Trainer<X> trainer) {
        return saveSteps.isPresent() && trainer.step() % saveSteps.getAsInt() == 0;
    }

    private void save(Trainer<X> trainer, int epochs, MetricsLog log, RunCheckpoints checkpoints) throws IOException {
        checkpoints.save(trainer, new TrainingState(
                trainer.step(), epochs, trainer.epochLoss().state(), log.sync(), best.state()));
        best.saved();
        listener.saved(trainer.step());
    }

    private boolean isToStop(int epoch) {
        if (options.earlyStopping().isEmpty() || best.sinceBest() < options.earlyStopping().getAsInt()) {
            return false;
        }
        listener.notice("stopped after epoch %d: no better %s on the dev set since epoch %d".formatted(
                epoch, best.state().orElseThrow().standing().headline().name(), epoch - best.sinceBest()));
        return true;
    }

    private void report(StepMetrics metrics, int steps, MetricsLog log) throws IOException {
        log.step(metrics);
        listener.step(new TrainingListener.StepProgress(
                metrics.epoch(), options.epochs(), (int) metrics.step(), steps, metrics.loss(), metrics.tokensPerSecond()));
    }

    private Evaluation evaluate(List<X> examples, String split, int epoch, MetricsLog log) throws IOException {
        Evaluation evaluation = inputs.model().evaluate(examples, backend);
        if (!Double.isFinite(evaluation.loss())) {
            throw new ArithmeticException("epoch %d: %s loss is %s".formatted(epoch, split, evaluation.loss()));
        }
        log.evaluation(evaluation.metrics(epoch, split));
        listener.evaluated(epoch, split, evaluation);
        return evaluation;
    }
}
