package dev.lathe.bert.encoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.bert.config.BertConfig;
import dev.lathe.bert.heads.BertForSequenceClassification;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a layer adds to the memory of a training step.
class LayerMemoryTest {
    private static final int TOKENS = 512;
    private static final int HIDDEN = 64;
    private static final int FEW = 4;
    private static final int MANY = 24;
    private static final long BYTES_OF_HIDDEN = 4L * TOKENS * HIDDEN;

    /// Of hidden size: queries, keys, values, what attention gives and the two sums before normalisation; four
    /// times as wide, what goes into GELU. Slabs are not filled to the last, hence the room for two more.
    private static final int KEPT = 10;
    private static final int ROOM = 2;

    @Test
    void aLayerKeepsTenTensorsOfHiddenSizeForTheBackwardPass() {
        long perLayer = (bytes(MANY) - bytes(FEW)) / (MANY - FEW);
        assertTrue(perLayer < (KEPT + ROOM) * BYTES_OF_HIDDEN,
                () -> perLayer + " bytes a layer: " + (double) perLayer / BYTES_OF_HIDDEN + " tensors");
    }

    private static long bytes(int layers) {
        var config = BertConfig.builder()
                .vocabSize(8).hiddenSize(HIDDEN).numHiddenLayers(layers).numAttentionHeads(2)
                .intermediateSize(4 * HIDDEN).maxPositionEmbeddings(TOKENS).build();
        try (var backend = CpuBackend.plain(2);
                var workspace = Workspace.model("model", backend)) {
            ModelScope scope = ModelScope.root(workspace);
            var model = new BertForSequenceClassification(scope, config, 2);
            for (ModelParameter parameter : scope.parameters()) {
                parameter.initialize(1);
            }
            try (var step = Workspace.training("step", backend, new RandomKey(1, 0))) {
                var text = TokenSequence.of(new int[TOKENS], new int[TOKENS]);
                var logits = model.logits(step, TokenBatch.of(step, List.of(text)));
                step.backward(CrossEntropyOp.apply(step, logits, step.ofInts(Shape.of(1), 1)));
            }
            return backend.stepBytesAllocated();
        }
    }
}
