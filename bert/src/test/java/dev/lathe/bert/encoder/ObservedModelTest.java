package dev.lathe.bert.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.Observer;
import dev.lathe.tensor.Recorder;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservedModelTest {
    private static final BertConfig CONFIG = BertConfig.builder()
            .vocabSize(30).hiddenSize(8).numHiddenLayers(2).numAttentionHeads(2).intermediateSize(16)
            .maxPositionEmbeddings(16).build();
    private static final List<String> PLACES = List.of(
            "embeddings", "encoder.layer.0.shares", "encoder.layer.0.context", "encoder.layer.0.intermediate", "encoder.layer.0.output",
            "encoder.layer.1.shares", "encoder.layer.1.context", "encoder.layer.1.intermediate", "encoder.layer.1.output");

    @Test
    void showsEveryPlaceOnceInItsOrder() {
        var recorder = Recorder.of(place -> true);
        float[] result = hidden(recorder);
        assertEquals(PLACES, List.copyOf(recorder.values().keySet()));
        assertArrayEquals(result, recorder.values().get("encoder.layer.1.output").values());
    }

    @Test
    void showsOnlyWhatIsWantedAndChangesNothing() {
        var recorder = Recorder.of(place -> place.endsWith(".context"));
        assertArrayEquals(hidden(Recorder.of(place -> place.endsWith("none"))), hidden(recorder));
        assertEquals(List.of("encoder.layer.0.context", "encoder.layer.1.context"), List.copyOf(recorder.values().keySet()));
    }

    /// Two sequences of 3 and 2 tokens, two heads: shares of a query are 1 together, and none goes behind a sequence's end.
    @Test
    void showsHowAttentionIsShared() {
        var recorder = Recorder.of(place -> place.endsWith(".shares"));
        hidden(recorder);
        float[] shares = recorder.values().get("encoder.layer.0.shares").values();
        assertEquals(5 * 2 * 3, shares.length);
        for (int row = 0; row < 5 * 2; row++) {
            assertEquals(1, shares[row * 3] + shares[row * 3 + 1] + shares[row * 3 + 2], 1e-6);
            assertEquals(row >= 3 * 2, shares[row * 3 + 2] == 0, "token " + row / 2);
        }
    }

    /// Of a sum the gradient is 1 everywhere; further down it is what the tape makes of it.
    @Test
    void showsGradientsOnTheWayBack() {
        var recorder = Recorder.of(place -> true);
        try (var backend = new CpuBackend(1); var parameters = Workspace.model("model", backend)) {
            BertModel model = model(parameters);
            try (var ws = Workspace.recording("step", backend).observedBy(recorder)) {
                ws.backward(SumOp.apply(ws, model.lastHiddenState(ws, batch(ws))));
            }
        }
        List<String> onTheTape = PLACES.stream().filter(place -> !place.endsWith(".shares")).toList();
        assertEquals(onTheTape.reversed(), List.copyOf(recorder.gradients().keySet()));
        for (float one : recorder.gradients().get("encoder.layer.1.output").values()) {
            assertEquals(1, one);
        }
        for (String place : onTheTape) {
            assertEquals(recorder.values().get(place).values().length, recorder.gradients().get(place).values().length);
        }
        assertTrue(recorder.gradients().get("encoder.layer.0.context").values()[0] != 0);
        assertEquals(Shape.of(5, 8), recorder.gradients().get("encoder.layer.1.output").shape());
        assertEquals(Math.sqrt(40), recorder.gradients().get("encoder.layer.1.output").norm());
    }

    private static float[] hidden(Observer observer) {
        try (var backend = new CpuBackend(1); var parameters = Workspace.model("model", backend)) {
            BertModel model = model(parameters);
            try (var ws = Workspace.inference("test", backend).observedBy(observer)) {
                return model.lastHiddenState(ws, batch(ws)).toArray();
            }
        }
    }

    private static BertModel model(Workspace parameters) {
        ModelScope scope = ModelScope.root(parameters);
        var model = new BertModel(scope, CONFIG);
        scope.parameters().forEach((ModelParameter p) -> p.initialize(7));
        return model;
    }

    private static TokenBatch batch(Workspace ws) {
        return TokenBatch.of(ws, List.of(
                TokenSequence.of(new int[] {1, 2, 3}, new int[3]), TokenSequence.of(new int[] {4, 5}, new int[2])));
    }
}
