package dev.lathe.bert.predict.open;

import dev.lathe.bert.encoder.TokenBatch;
import dev.lathe.bert.encoder.TokenSequence;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/// What a model computes of many sequences, in batches of similar length, and which part of it is each one's.
///
/// @param pass a pass of the model over a batch
/// @param rows how many rows of its result are a sequence's
public record SequenceOutputs<M>(Pass<M> pass, ToIntFunction<TokenSequence> rows) {
    /// A pass of a model.
    @FunctionalInterface
    public interface Pass<M> {
        /// @param sequences what the batch was made of
        Tensor run(Workspace ws, M model, TokenBatch batch, List<TokenSequence> sequences);
    }

    /// A pass that needs no more than the batch.
    @FunctionalInterface
    public interface PlainPass<M> {
        Tensor run(Workspace ws, M model, TokenBatch batch);
    }

    /// Of a result of a row a sequence.
    public static <M> SequenceOutputs<M> perSequence(PlainPass<M> pass) {
        return new SequenceOutputs<>((ws, model, batch, _) -> pass.run(ws, model, batch), _ -> 1);
    }

    /// Of a result of a row a token.
    public static <M> SequenceOutputs<M> perToken(PlainPass<M> pass) {
        return new SequenceOutputs<>((ws, model, batch, _) -> pass.run(ws, model, batch), TokenSequence::size);
    }

    /// What each sequence has in the result, in the order of the sequences.
    public List<float[]> of(OpenModel<M> model, List<TokenSequence> sequences) {
        var parts = new float[sequences.size()][];
        for (int[] batch : PackedBatches.of(sequences)) {
            List<TokenSequence> chosen = Arrays.stream(batch).mapToObj(sequences::get).toList();
            float[] values = model.use((ws, m) -> pass.run(ws, m, TokenBatch.of(ws, chosen), chosen).toArray());
            List<float[]> cut = cut(values, chosen);
            for (int i = 0; i < batch.length; i++) {
                parts[batch[i]] = cut.get(i);
            }
        }
        return List.of(parts);
    }

    /// What each sequence of a batch has in the batch's result.
    List<float[]> cut(float[] values, List<TokenSequence> sequences) {
        int cols = values.length / sequences.stream().mapToInt(rows).sum();
        var parts = new ArrayList<float[]>();
        int at = 0;
        for (TokenSequence sequence : sequences) {
            int size = rows.applyAsInt(sequence) * cols;
            parts.add(Arrays.copyOfRange(values, at, at + size));
            at += size;
        }
        return parts;
    }
}
