package dev.lathe.bert.heads;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.encoder.Encoder;
import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.nn.DenseLinear;
import dev.lathe.nn.Embedding;
import dev.lathe.nn.Initializer;
import dev.lathe.nn.Linear;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelPlan;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes from outside: heads on an encoder, and linear maps in a model, that Lathe does not know.
class OtherEncoderTest {
    private static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(30).hiddenSize(8).numHiddenLayers(1).numAttentionHeads(2).intermediateSize(16)
            .maxPositionEmbeddings(16).build();

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace parameters = Workspace.model("model", backend);

    @AfterEach
    void close() {
        parameters.close();
        backend.close();
    }

    /// No attention at all: each token's embedding is its state.
    private record Bag(BertConfig config, Embedding words) implements Encoder {
        Bag(ModelScope scope) {
            this(CONFIG, new Embedding(scope.child("bag"), "token", CONFIG.vocabSize(), CONFIG.hiddenSize(),
                    Initializer.normal(0.5)));
        }

        @Override
        public Tensor lastHiddenState(Workspace ws, TokenBatch batch) {
            return words.forward(ws, batch.inputIds());
        }

        @Override
        public Parameter wordEmbeddings() {
            return words.weight();
        }
    }

    @Test
    void headsStandOnAnyEncoder() {
        ModelScope scope = ModelScope.root(parameters);
        var model = new BertForTokenClassification(scope, new Bag(scope), 3);
        scope.parameters().forEach((ModelParameter p) -> p.initialize(7));
        assertEquals(List.of("bag.weight", "classifier.weight", "classifier.bias"), names(scope));
        try (var ws = Workspace.inference("test", backend)) {
            float[] logits = model.logits(ws, batch(ws, 4, 5, 4)).toArray();
            assertEquals(9, logits.length);
            for (int i = 0; i < 3; i++) {
                assertEquals(logits[i], logits[6 + i], "the same token, the same scores");
            }
        }
    }

    /// x weightᵀ + bias + (x down) up, of which only `down` and `up` are trained: a map of low rank beside the frozen one.
    private record LowRank(Linear frozen, Parameter down, Parameter up) implements Linear {
        static LowRank at(ModelScope place, int in, int out, Initializer weight) {
            return new LowRank(new DenseLinear(place, in, out, weight),
                    place.ownParameter("down", Shape.of(in, 2), Initializer.normal(0.1)),
                    place.ownParameter("up", Shape.of(2, out), Initializer.ZEROS));
        }

        @Override
        public Tensor forward(Workspace ws, Tensor x) {
            Tensor low = MatMulOp.apply(ws, MatMulOp.apply(ws, x, down.value()), up.value());
            return AddOp.apply(ws, frozen.forward(ws, x), low);
        }
    }

    /// One file and one line: this plan.
    private static final ModelPlan LOW_RANK = new ModelPlan() {
        @Override
        public Linear linear(ModelScope place, int in, int out, Initializer weight) {
            return place.path().endsWith(".query")
                    ? LowRank.at(place, in, out, weight) : ModelPlan.super.linear(place, in, out, weight);
        }

        @Override
        public boolean isFrozen(String path) {
            return path.startsWith("bert.") && !path.endsWith(".down") && !path.endsWith(".up");
        }
    };

    @Test
    void aPlanDecidesWhatStandsAtAPlace() {
        try (var dense = Workspace.model("dense", backend)) {
            float[] usual = logits(dense, ModelPlan.DENSE);
            assertArrayEquals(usual, logits(parameters, LOW_RANK), "up starts from zeros: nothing is added yet");
        }
    }

    @Test
    void frozenParametersGetNoGradientAndOthersDo() {
        ModelScope scope = ModelScope.root(parameters, LOW_RANK, (name, shape, own) -> {});
        var model = new BertForTokenClassification(scope, CONFIG, 3);
        scope.parameters().forEach((ModelParameter p) -> p.initialize(7));
        try (var ws = Workspace.recording("step", backend)) {
            ws.backward(SumOp.apply(ws, model.logits(ws, batch(ws, 1, 2, 3))));
        }
        for (ModelParameter p : scope.parameters()) {
            boolean trains = !p.name().startsWith("bert.") || p.name().endsWith(".down") || p.name().endsWith(".up");
            assertEquals(trains, p.parameter().hasGradient(), p.name());
            assertEquals(!trains, p.parameter().isFrozen(), p.name());
        }
        assertTrue(names(scope).contains("bert.encoder.layer.0.attention.self.query.down"));
        assertFalse(names(scope).contains("bert.encoder.layer.0.attention.self.key.down"));
    }

    private float[] logits(Workspace workspace, ModelPlan plan) {
        ModelScope scope = ModelScope.root(workspace, plan, (name, shape, own) -> {});
        var model = new BertForTokenClassification(scope, CONFIG, 3);
        scope.parameters().forEach((ModelParameter p) -> p.initialize(7));
        try (var ws = Workspace.inference("test", backend)) {
            return model.logits(ws, batch(ws, 1, 2, 3)).toArray();
        }
    }

    private static List<String> names(ModelScope scope) {
        return scope.parameters().stream().map(ModelParameter::name).toList();
    }

    private static TokenBatch batch(Workspace ws, int... ids) {
        return TokenBatch.of(ws, List.of(TokenSequence.of(ids, new int[ids.length])));
    }
}
