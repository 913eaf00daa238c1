package dev.lathe.cuda;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.optim.GradientScale;
import dev.lathe.optim.Optimizer;
import dev.lathe.optim.ParameterGroup;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A few training steps of a whole BERT of two layers, with dropout, clipping and an optimiser.
final class TinyBertTraining {
    private static final long SEED = Long.getLong("test.seed", 42);
    static final int STEPS = 3;
    private static final int CLASSES = 3;
    private static final BertConfig TINY = BertConfig.builder()
            .vocabSize(50).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(56)
            .maxPositionEmbeddings(20).hiddenDropoutProb(0.1).attentionProbsDropoutProb(0.1).build();
    private static final int[] LENGTHS = {5, 3, 12};
    private static final int[] IDS = {1, 7, 9, 4, 2, 1, 30, 2, 1, 8, 8, 17, 49, 0, 21, 33, 11, 12, 13, 2};
    private static final int[] TYPES = {0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    private static final int[] LABELS = {0, 2, 1};
    /// Epsilon is large, so that a gradient that is 0 but for rounding moves nothing.
    private static final Optimizer.Config ADAMW = new AdamW.Config(0.9, 0.999, 1e-4);

    private TinyBertTraining() {}

    /// Losses and gradient norms of all steps, the last step's gradients, and the parameters at the end.
    record Run(List<Float> losses, List<Double> norms, List<float[]> gradients, List<float[]> values) {
        /// Where this is further than `tolerance` from `other`, or nothing.
        List<String> differences(Run other, float tolerance) {
            var found = new ArrayList<String>();
            for (int step = 0; step < STEPS; step++) {
                compare("loss of step " + step, losses.get(step), other.losses.get(step), tolerance, found);
                compare("gradient norm of step " + step, norms.get(step), other.norms.get(step), tolerance, found);
            }
            for (int p = 0; p < values.size(); p++) {
                for (int i = 0; i < values.get(p).length; i++) {
                    compare("gradient %d of parameter %d".formatted(i, p),
                            gradients.get(p)[i], other.gradients.get(p)[i], tolerance, found);
                    compare("value %d of parameter %d".formatted(i, p),
                            values.get(p)[i], other.values.get(p)[i], tolerance, found);
                }
            }
            return found;
        }

        private static void compare(String what, double mine, double other, float tolerance, List<String> found) {
            if (!(Math.abs(mine - other) <= tolerance)) {
                found.add("%s: %s, not %s".formatted(what, mine, other));
            }
        }
    }

    static Run on(Backend backend) {
        return on(backend, ADAMW);
    }

    static Run on(Backend backend, Optimizer.Config config) {
        var run = new Run(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (var workspace = Workspace.model("tiny", backend); var moments = Workspace.model("moments", backend)) {
            ModelScope scope = ModelScope.root(workspace);
            var classifier = new BertForSequenceClassification(scope, TINY, CLASSES);
            fill(scope.parameters());
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            Optimizer optimizer = config.over(ParameterGroup.usual(parameters, 0.01), moments);
            steps(backend, classifier, parameters, optimizer, new GradientClipping(parameters, 1, moments), run);
            for (Parameter p : parameters) {
                run.values.add(p.value().toArray());
            }
        }
        return run;
    }

    private static void steps(
            Backend backend, BertForSequenceClassification classifier, List<Parameter> parameters, Optimizer optimizer,
            GradientClipping clipping, Run run) {
        for (int step = 0; step < STEPS; step++) {
            try (var ws = Workspace.training("step " + step, backend, new RandomKey(SEED, step))) {
                Tensor loss = CrossEntropyOp.apply(
                        ws, classifier.logits(ws, batch(ws)), ws.ofInts(Shape.of(LABELS.length), LABELS));
                ws.backward(loss);
                run.losses.add(loss.item());
            }
            GradientScale scale = clipping.measure();
            run.norms.add(clipping.norm());
            if (step == STEPS - 1) {
                for (Parameter p : parameters) {
                    run.gradients.add(p.gradient().toArray());
                }
            }
            optimizer.step(1e-3, scale);
        }
    }

    private static void fill(List<ModelParameter> parameters) {
        var random = new Random(SEED);
        for (ModelParameter p : parameters) {
            var values = new float[p.parameter().shape().size()];
            float centre = p.name().endsWith("LayerNorm.weight") ? 1 : 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = centre + (float) random.nextGaussian() * 0.3f;
            }
            p.parameter().value().buffer().write(0, values, 0, values.length);
        }
    }

    private static TokenBatch batch(Workspace ws) {
        Shape tokens = Shape.of(IDS.length);
        return new TokenBatch(ws.ofInts(tokens, IDS), ws.ofInts(tokens, TYPES), PackedSequences.of(ws, LENGTHS));
    }
}
