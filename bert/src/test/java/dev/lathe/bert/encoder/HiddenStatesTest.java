package dev.lathe.bert.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.config.ModelFamily;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.adapter.AdapterPlan;
import dev.lathe.nn.adapter.PromptTuning;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HiddenStatesTest {
    private static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(30).hiddenSize(8).numHiddenLayers(3).numAttentionHeads(2).intermediateSize(16)
            .maxPositionEmbeddings(16).build();

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace parameters = Workspace.model("model", backend);
    private final ModelScope scope = ModelScope.root(parameters);

    @AfterEach
    void close() {
        parameters.close();
        backend.close();
    }

    private BertModel model(ModelScope at, BertConfig config) {
        var model = new BertModel(at, config);
        at.parameters().forEach(p -> p.initialize(7));
        return model;
    }

    private static TokenBatch batch(Workspace ws) {
        return TokenBatch.of(ws, List.of(
                TokenSequence.of(new int[] {1, 2, 3}, new int[3]), TokenSequence.of(new int[] {4, 5}, new int[2])));
    }

    @Test
    void areWhatAnObserverSees() {
        BertModel model = model(scope, CONFIG);
        var recorder = Recorder.of(place -> place.equals("embeddings") || place.endsWith(".output"));
        try (var ws = Workspace.inference("test", backend).observedBy(recorder)) {
            List<Tensor> states = model.hiddenStates(ws, batch(ws));
            assertEquals(4, states.size());
            List<Recorder.Seen> seen = List.copyOf(recorder.values().values());
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(seen.get(i).values(), states.get(i).toArray(), "state " + i);
            }
            assertArrayEquals(model.lastHiddenState(ws, batch(ws)).toArray(), states.getLast().toArray());
        }
    }

    @Test
    void theFirstHasTheWidthOfTheLayers() {
        BertModel model = model(scope, CONFIG.toBuilder().family(ModelFamily.ELECTRA).embeddingSize(4).build());
        try (var ws = Workspace.inference("test", backend)) {
            List<Tensor> states = model.hiddenStates(ws, batch(ws));
            states.forEach(state -> assertEquals("[5,8]", state.shape().toString()));
        }
    }

    /// A loss on the state after the first layer teaches what is below it, with dropout and all that training discards.
    @Test
    void aLossOnOneOfThemReachesWhatIsBelow() {
        BertModel model = model(scope, CONFIG);
        try (var ws = Workspace.training("step", backend, new RandomKey(1, 2))) {
            Value first = Value.of(ws, model.hiddenStates(ws, batch(ws)).get(1));
            first.mul(first).mean().backward();
        }
        scope.parameters().stream().filter(p -> p.name().matches("encoder\\.layer\\..*weight")).forEach(p -> {
            boolean below = p.name().startsWith("encoder.layer.0.");
            assertEquals(below, p.parameter().hasGradient(), p.name());
        });
    }

    @Test
    void lossesOnTwoAddUp() {
        BertModel model = model(scope, CONFIG);
        float[] both = gradient(model, 1, 3);
        float[] one = gradient(model, 1);
        float[] other = gradient(model, 3);
        for (int i = 0; i < both.length; i++) {
            assertEquals(one[i] + other[i], both[i], 1e-5);
        }
        assertFalse(Arrays.equals(one, both));
        assertFalse(Arrays.equals(other, both));
    }

    private float[] gradient(BertModel model, int... layers) {
        var weight = scope.parameters().stream().filter(p -> p.name().equals("encoder.layer.0.output.dense.weight")).findFirst().orElseThrow();
        try (var ws = Workspace.recording("step", backend)) {
            List<Tensor> states = model.hiddenStates(ws, batch(ws));
            Arrays.stream(layers).mapToObj(i -> Value.of(ws, states.get(i))).map(x -> x.mul(x).mean()).reduce(Value::add).orElseThrow()
                    .backward();
            float[] gradient = weight.parameter().gradient().toArray();
            scope.parameters().forEach(p -> p.parameter().clearGradient());
            return gradient;
        }
    }

    /// Rows that an adapter puts before a text are no tokens of it.
    @Test
    void haveNoRowsOfAPrompt() {
        var prompted = ModelScope.root(parameters, new AdapterPlan(new PromptTuning(3), path -> true), (name, shape, own) -> {});
        BertModel model = model(prompted, CONFIG);
        try (var ws = Workspace.inference("test", backend)) {
            List<Tensor> states = model.hiddenStates(ws, batch(ws));
            assertTrue(states.stream().allMatch(state -> state.shape().toString().equals("[5,8]")), states::toString);
            assertArrayEquals(model.lastHiddenState(ws, batch(ws)).toArray(), states.getLast().toArray());
        }
    }
}
