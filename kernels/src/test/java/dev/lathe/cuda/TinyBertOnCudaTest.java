package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.BertConfig;
import dev.lathe.bert.BertForSequenceClassification;
import dev.lathe.bert.TokenBatch;
import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.optim.AdamW;
import dev.lathe.optim.GradientClipping;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.CrossEntropyOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Training steps of a whole BERT of two layers, with dropout, clipping and AdamW, against the CPU's.
class TinyBertOnCudaTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int STEPS = 3;
    private static final int CLASSES = 3;
    private static final BertConfig TINY = BertConfig.builder()
            .vocabSize(50).hiddenSize(24).numHiddenLayers(2).numAttentionHeads(3).intermediateSize(56)
            .maxPositionEmbeddings(20).hiddenDropoutProb(0.1).attentionProbsDropoutProb(0.1).build();
    private static final int[] LENGTHS = {5, 3, 12};
    private static final int[] IDS = {1, 7, 9, 4, 2, 1, 30, 2, 1, 8, 8, 17, 49, 0, 21, 33, 11, 12, 13, 2};
    private static final int[] TYPES = {0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    private static final int[] LABELS = {0, 2, 1};

    /// Losses and gradient norms of all steps, the last step's gradients, and the parameters at the end.
    private record Run(List<Float> losses, List<Double> norms, List<float[]> gradients, List<float[]> values) {}

    @ParameterizedTest
    @EnumSource
    void followsTheCpu(Kind kind) {
        try (var cpu = new CpuBackend(1); var cuda = StandIn.backend(kind)) {
            Run want = train(cpu);
            Run got = train(cuda);
            for (int step = 0; step < STEPS; step++) {
                assertEquals(want.losses.get(step), got.losses.get(step), 1e-4f, "loss of step " + step);
                assertEquals(want.norms.get(step), got.norms.get(step), 1e-4, "gradient norm of step " + step);
            }
            assertTrue(want.norms.getFirst() > 0.1, "a loss that nothing changes proves nothing");
            for (int i = 0; i < want.gradients.size(); i++) {
                assertArrayEquals(want.gradients.get(i), got.gradients.get(i), 1e-4f);
                assertArrayEquals(want.values.get(i), got.values.get(i), 1e-4f);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBitsAgain(Kind kind) {
        try (var cuda = StandIn.backend(kind)) {
            Run one = train(cuda);
            Run other = train(cuda);
            assertEquals(one.losses, other.losses);
            for (int i = 0; i < one.values.size(); i++) {
                assertArrayEquals(one.values.get(i), other.values.get(i));
            }
        }
    }

    private static Run train(Backend backend) {
        var run = new Run(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (var workspace = Workspace.model("tiny", backend); var moments = Workspace.model("moments", backend)) {
            ModelScope scope = ModelScope.root(workspace);
            var classifier = new BertForSequenceClassification(scope, TINY, CLASSES);
            fill(scope.parameters());
            List<Parameter> parameters = scope.parameters().stream().map(ModelParameter::parameter).toList();
            steps(backend, classifier, parameters, moments, run);
            for (Parameter p : parameters) {
                run.values.add(p.value().toArray());
            }
        }
        return run;
    }

    private static void steps(
            Backend backend, BertForSequenceClassification classifier, List<Parameter> parameters, Workspace moments,
            Run run) {
        // Epsilon is large, so that a gradient that is 0 but for rounding moves nothing.
        var optimizer = new AdamW(new AdamW.Config(0.9, 0.999, 1e-4, 0.01), parameters, moments);
        for (int step = 0; step < STEPS; step++) {
            try (var ws = Workspace.training("step " + step, backend, new RandomKey(SEED, step))) {
                Tensor loss = CrossEntropyOp.apply(
                        ws, classifier.logits(ws, batch(ws)), ws.ofInts(Shape.of(LABELS.length), LABELS));
                ws.backward(loss);
                run.losses.add(loss.item());
            }
            double norm = GradientClipping.globalNorm(backend, parameters);
            run.norms.add(norm);
            if (step == STEPS - 1) {
                for (Parameter p : parameters) {
                    run.gradients.add(p.gradient().toArray());
                }
            }
            optimizer.step(1e-3, GradientClipping.scale(norm, 1));
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
