package dev.lathe.train.evaluate;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.bert.predict.open.PackedBatches;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import java.util.Arrays;
import java.util.List;

/// Runs a model over many texts that it is not to learn from: in batches of similar length, keeping nothing.
///
/// @param backend what runs it
/// @param progress hears of every batch
public record EvaluationBatches(Backend backend, Progress progress) {
    /// Hears how far an evaluation has come.
    @FunctionalInterface
    public interface Progress {
        /// Nobody hears of it.
        Progress NONE = (_, _) -> { };

        /// @param done texts that were run
        /// @param texts all of them
        void at(int done, int texts);
    }

    /// Of which nobody hears.
    public EvaluationBatches(Backend backend) {
        this(backend, Progress.NONE);
    }

    /// What is done with a batch.
    @FunctionalInterface
    public interface Use {
        /// @param batch the positions of its texts
        void run(Workspace ws, TokenBatch tokens, int[] batch);
    }

    public void run(List<TokenSequence> texts, Use use) {
        int done = 0;
        for (int[] batch : PackedBatches.of(texts)) {
            List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(texts::get).toList();
            try (var ws = Workspace.inference("evaluation", backend)) {
                use.run(ws, TokenBatch.of(ws, chosen), batch);
            }
            done += batch.length;
            progress.at(done, texts.size());
        }
    }
}
