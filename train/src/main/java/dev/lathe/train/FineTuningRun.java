package dev.lathe.train;

import dev.lathe.bert.BertWeights;
import dev.lathe.bert.checkpoint.WeightFiles;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.metrics.MetricsLog;
import dev.lathe.train.metrics.StepMetrics;
import dev.lathe.train.output.OutputDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The training of a fine-tuning, from inputs that are sound to a completed output.
///
/// @param <X> an example as the model reads it
final class FineTuningRun<X> {
    private static final String METRICS = "metrics.jsonl";
    private static final String BEST = "best.safetensors";

    private final FineTuningInputs<?, X> inputs;
    private final TrainingOptions options;
    private final OutputDirectory output;
    private final Backend backend;
    private final TrainingListener listener;
    private final BestModel best;

    FineTuningRun(
            FineTuningInputs<?, X> inputs, TrainingOptions options, Keep keep,
            OutputDirectory output, Backend backend, TrainingListener listener) {
        this.inputs = inputs;
        this.options = options;
        this.output = output;
        this.backend = backend;
        this.listener = listener;
        this.best = new BestModel(
                output.checkpoints().resolve(BEST), keep == Keep.BEST && inputs.dev().isPresent(), inputs.parameters());
    }

    FineTuning.Result run(FineTuningArtifacts artifacts) throws IOException {
        Optional<Evaluation> evaluation = Optional.empty();
        Trained trained;
        try (var log = MetricsLog.create(output.partial().resolve(METRICS));
                var trainer = inputs.trainer(options, backend)) {
            trained = epochs(trainer, log);
            best.restore();
            if (inputs.test().isPresent()) {
                evaluation = Optional.of(evaluate(inputs.test().get(), "test", trained.epochs(), log));
            } else if (inputs.dev().isPresent()) {
                evaluation = Optional.of(best.evaluation());
            }
            log.sync();
        }
        BertWeights.save(output.partial().resolve(WeightFiles.SINGLE), inputs.parameters());
        inputs.directory().tokenizer().save(output.partial());
        artifacts.write(output.partial(), trained.loss(), evaluation);
        output.complete();
        return artifacts.result(output.out(), trained.loss(), evaluation);
    }

    /// @param epochs how many it took
    /// @param loss the mean training loss of the last of them
    private record Trained(int epochs, double loss) {}

    private Trained epochs(Trainer<X> trainer, MetricsLog log) throws IOException {
        int epoch = 0;
        double loss = Double.NaN;
        while (epoch < options.epochs() && !isToStop(epoch)) {
            epoch++;
            loss = trainer.epoch(epoch, metrics -> report(metrics, trainer.totalSteps(), log));
            if (inputs.dev().isPresent()) {
                best.offer(evaluate(inputs.dev().get(), "dev", epoch, log));
            }
        }
        return new Trained(epoch, loss);
    }

    private boolean isToStop(int epoch) {
        if (options.earlyStopping().isEmpty() || best.sinceBest() < options.earlyStopping().getAsInt()) {
            return false;
        }
        listener.notice("stopped after epoch %d: no better %s on the dev set since epoch %d".formatted(
                epoch, best.evaluation().headline().name(), epoch - best.sinceBest()));
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
