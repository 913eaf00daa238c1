package dev.lathe.bert.predict;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/// Runs many sequences through an open model in batches of similar length, and hands each its part of the result.
final class SequenceOutputs {
    private SequenceOutputs() {}

    /// A pass of a model.
    @FunctionalInterface
    interface Pass<M> {
        Tensor run(Workspace ws, M model, TokenBatch batch);
    }

    /// What each sequence has in a result of a row a sequence, in the order of the sequences.
    static <M> List<float[]> perSequence(OpenModel<M> model, List<TokenSequence> sequences, Pass<M> pass) {
        return split(model, sequences, pass, sequence -> 1);
    }

    /// What each sequence has in a result of a row a token, in the order of the sequences.
    static <M> List<float[]> perToken(OpenModel<M> model, List<TokenSequence> sequences, Pass<M> pass) {
        return split(model, sequences, pass, TokenSequence::size);
    }

    private static <M> List<float[]> split(
            OpenModel<M> model, List<TokenSequence> sequences, Pass<M> pass, ToIntFunction<TokenSequence> rows) {
        var parts = new float[sequences.size()][];
        for (int[] batch : PackedBatches.of(sequences)) {
            List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(sequences::get).toList();
            float[] values = model.use((ws, m) -> pass.run(ws, m, TokenBatch.of(ws, chosen)).toArray());
            int cols = values.length / chosen.stream().mapToInt(rows).sum();
            int at = 0;
            for (int sequence : batch) {
                int size = rows.applyAsInt(sequences.get(sequence)) * cols;
                parts[sequence] = Arrays.copyOfRange(values, at, at + size);
                at += size;
            }
        }
        return List.of(parts);
    }
}
