package dev.lathe.bert.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AdapterMethod;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.PrefixTuning;
import dev.lathe.nn.adapter.PromptTuning;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Learned rows before every text of a batch.
class VirtualTokensTest {
    private static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(10).hiddenSize(8).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(12).maxPositionEmbeddings(8)
            .hiddenDropoutProb(0).attentionProbsDropoutProb(0).build();
    private static final TokenSequence SHORT = TokenSequence.of(new int[] {2, 5, 3}, new int[3]);
    private static final TokenSequence LONG = TokenSequence.of(new int[] {2, 7, 8, 9, 3}, new int[] {0, 0, 0, 1, 1});

    private final CpuBackend backend = new CpuBackend(2);
    private final Workspace parameters = Workspace.model("model", backend);
    private BertModel model = null;
    private Parameter rows = null;

    static Stream<AdapterMethod> methods() {
        return Stream.of(new PromptTuning(3), new PrefixTuning(3));
    }

    @AfterEach
    void close() {
        parameters.close();
        backend.close();
    }

    private void build(AdapterMethod method) {
        ModelScope scope = ModelScope.root(parameters, new AdapterPlan(method, path -> true), (name, shape, own) -> {});
        model = new BertModel(scope, CONFIG);
        var random = new Random(42);
        for (ModelParameter p : scope.parameters()) {
            var values = new float[p.parameter().shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.4 * random.nextGaussian()) + (p.name().endsWith("LayerNorm.weight") ? 1 : 0);
            }
            p.parameter().value().buffer().write(0, values, 0, values.length);
        }
        rows = scope.parameters().stream().map(ModelParameter::parameter).filter(p -> !p.isFrozen()).findFirst().orElseThrow();
    }

    private float[] hidden(TokenSequence... texts) {
        try (var ws = Workspace.inference("test", backend)) {
            return model.lastHiddenState(ws, TokenBatch.of(ws, List.of(texts))).toArray();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aTextIsReadAloneAsAmongOthers(AdapterMethod method) {
        build(method);
        float[] both = hidden(SHORT, LONG);
        assertArrayEquals(hidden(SHORT), Arrays.copyOf(both, 3 * 8));
        assertArrayEquals(hidden(LONG), Arrays.copyOfRange(both, 3 * 8, both.length));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void gradientsAreThoseOfDifferences(AdapterMethod method) {
        build(method);
        float[] weights = new float[8 * 8];
        var random = new Random(7);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        try (var ws = Workspace.recording("step", backend)) {
            Tensor y = model.lastHiddenState(ws, TokenBatch.of(ws, List.of(SHORT, LONG)));
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, y, ws.of(y.shape(), weights))));
        }
        float[] gradient = rows.gradient().toArray();
        float[] values = rows.value().toArray();
        double length = 0;
        for (float g : gradient) {
            length += (double) g * g;
        }
        length = Math.sqrt(length);
        assertTrue(length > 0.5, "rows matter");
        // Along the gradient a loss rises by its length, and along each part of it by that part's share.
        int parts = values.length / 3 / 8;
        for (int part = 0; part < parts; part++) {
            double expected = 0;
            float[] above = values.clone();
            float[] below = values.clone();
            for (int i = 0; i < values.length; i++) {
                if (i / 8 % parts == part) {
                    expected += gradient[i] * gradient[i] / length;
                    above[i] += (float) (2e-3 * gradient[i] / length);
                    below[i] -= (float) (2e-3 * gradient[i] / length);
                }
            }
            assertEquals(expected, (loss(above, weights) - loss(below, weights)) / 4e-3, 2e-3 * length, "part " + part);
            assertTrue(expected > 0, "part " + part + " matters");
        }
    }

    private double loss(float[] values, float[] weights) {
        rows.value().buffer().write(0, values, 0, values.length);
        float[] y = hidden(SHORT, LONG);
        double loss = 0;
        for (int i = 0; i < y.length; i++) {
            loss += (double) y[i] * weights[i];
        }
        return loss;
    }

    @Test
    void attentionThatIsLookedAtHasTheKeysOfAPrefixFirst() {
        build(new PrefixTuning(3));
        try (var ws = Workspace.inference("test", backend)) {
            var recorder = Recorder.of(place -> place.endsWith("layer.1.shares"));
            ws.observedBy(recorder);
            model.lastHiddenState(ws, TokenBatch.of(ws, List.of(SHORT, LONG)));
            Recorder.Seen shares = recorder.values().values().iterator().next();
            assertEquals("[8,2,8]", shares.shape().toString());
            float[] row = Arrays.copyOf(shares.values(), 8);
            double sum = 0;
            for (int key = 0; key < 6; key++) {
                assertNotEquals(0, row[key], "key " + key);
                sum += row[key];
            }
            assertEquals(1, sum, 1e-5);
            assertEquals(0, row[6]);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aTextMayBeThatMuchShorter(AdapterMethod method) {
        build(method);
        assertEquals(5, model.config().longestSequence());
        var six = TokenSequence.of(new int[6], new int[6]);
        assertEquals("bert: 6 tokens: maxPositionEmbeddings is 8, virtual tokens take 3; truncate or split",
                assertThrows(IllegalArgumentException.class, () -> hidden(six)).getMessage());
    }
}
