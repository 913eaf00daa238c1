package dev.lathe.train.evaluate;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.PackedBatches;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import java.util.Arrays;
import java.util.List;

/// Runs a model over many texts that it is not to learn from: in batches of similar length, keeping nothing.
public final class EvaluationBatches {
    private EvaluationBatches() {}

    /// What is done with a batch.
    @FunctionalInterface
    public interface Use {
        /// @param batch the positions of its texts
        void run(Workspace ws, TokenBatch tokens, int[] batch);
    }

    public static void run(List<TokenSequence> texts, Backend backend, Use use) {
        for (int[] batch : PackedBatches.of(texts)) {
            List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(texts::get).toList();
            try (var ws = Workspace.inference("evaluation", backend)) {
                use.run(ws, TokenBatch.of(ws, chosen), batch);
            }
        }
    }
}
