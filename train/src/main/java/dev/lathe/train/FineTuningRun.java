package dev.lathe.train;

import dev.lathe.bert.BertWeights;
import dev.lathe.bert.checkpoint.WeightFiles;
import dev.lathe.nn.ModelParameter;
import dev.lathe.tensor.device.Backend;
import dev.lathe.train.metrics.EvaluationMetrics;
import dev.lathe.train.metrics.MetricsLog;
import dev.lathe.train.output.OutputDirectory;
import java.io.IOException;
import java.util.Optional;

/// The training of a fine-tuning, from inputs that are sound to a completed output.
final class FineTuningRun {
    private static final String METRICS = "metrics.jsonl";
    private static final String BEST = "best.safetensors";

    private final FineTuningInputs inputs;
    private final TrainingOptions options;
    private final Keep keep;
    private final OutputDirectory output;
    private final Backend backend;
    private final TrainingListener listener;

    FineTuningRun(
            FineTuningInputs inputs, TrainingOptions options, Keep keep,
            OutputDirectory output, Backend backend, TrainingListener listener) {
        this.inputs = inputs;
        this.options = options;
        this.keep = keep;
        this.output = output;
        this.backend = backend;
        this.listener = listener;
    }

    FineTuning.Result run(FineTuningArtifacts artifacts) throws IOException {
        Optional<EncodedExamples> dev = inputs.dev();
        Optional<EncodedExamples> test = inputs.test();
        var best = new BestModel(
                output.checkpoints().resolve(BEST), keep == Keep.BEST && dev.isPresent(), inputs.parameters());
        Optional<Evaluation> evaluation = Optional.empty();
        double trainLoss;
        try (var log = MetricsLog.create(output.partial().resolve(METRICS)); var trainer = trainer()) {
            trainLoss = epochs(trainer, dev, log, best);
            best.restore();
            if (test.isPresent()) {
                evaluation = Optional.of(evaluate(test.get(), "test", options.epochs(), log));
            } else if (dev.isPresent()) {
                evaluation = Optional.of(best.evaluation());
            }
            log.sync();
        }
        BertWeights.save(output.partial().resolve(WeightFiles.SINGLE), inputs.parameters());
        inputs.directory().tokenizer().save(output.partial());
        artifacts.write(output.partial(), trainLoss, evaluation);
        output.complete();
        return artifacts.result(output.out(), trainLoss, evaluation);
    }

    private ClassifierTrainer trainer() {
        return new ClassifierTrainer(
                inputs.model(), inputs.parameters().stream().map(ModelParameter::parameter).toList(),
                inputs.train(), options, backend);
    }

    /// @return the mean training loss of the last epoch
    private double epochs(ClassifierTrainer trainer, Optional<EncodedExamples> dev, MetricsLog log, BestModel best)
            throws IOException {
        double loss = Double.NaN;
        int steps = trainer.totalSteps();
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            int now = epoch;
            loss = trainer.epoch(epoch, metrics -> {
                log.step(metrics);
                listener.step(new TrainingListener.StepProgress(
                        now, options.epochs(), (int) metrics.step(), steps, metrics.loss(), metrics.tokensPerSecond()));
            });
            if (dev.isPresent()) {
                best.offer(evaluate(dev.get(), "dev", epoch, log));
            }
        }
        return loss;
    }

    private Evaluation evaluate(EncodedExamples examples, String split, int epoch, MetricsLog log) throws IOException {
        var evaluation = Evaluation.of(inputs.model(), examples, inputs.labels().names(), backend);
        if (!Double.isFinite(evaluation.loss())) {
            throw new ArithmeticException("epoch %d: %s loss is %s".formatted(epoch, split, evaluation.loss()));
        }
        log.evaluation(EvaluationMetrics.of(epoch, split, evaluation.loss(), evaluation.report()));
        listener.evaluated(epoch, split, evaluation);
        return evaluation;
    }
}
