package dev.lathe.bert.predict.open;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// An open model that answers many inputs at once, whether one caller brings them or many do.
public sealed interface BatchedModel<M> extends AutoCloseable permits OwnQueue, BaseQueue {
    /// What a model's head makes of the encoder's hidden states: the values of its [SequenceOutputs].
    @FunctionalInterface
    interface Head<M> {
        /// @param hidden `[tokens,hidden]`
        Tensor run(Workspace ws, M model, Tensor hidden, PackedSequences sequences);
    }

    /// Reads in passes of its own.
    static <M> BatchedModel<M> of(OpenModel<M> model, SequenceOutputs<M> outputs) {
        return new OwnQueue<>(model, outputs);
    }

    /// Reads together with other models of its base, if it has one with others.
    ///
    /// @param head the last part of what `outputs` do
    static <M> BatchedModel<M> of(OpenModel<M> model, SequenceOutputs<M> outputs, Head<M> head) {
        return model.base().<BatchedModel<M>>map(base -> new BaseQueue<>(base, model, outputs, head))
                .orElseGet(() -> new OwnQueue<>(model, outputs));
    }

    OpenModel<M> model();

    /// The answer to each input, in their order.
    <R> List<R> all(List<Reading<R>> readings);

    /// The answer to an input, which is read in one batch with those of others.
    <R> CompletableFuture<R> submit(Reading<R> reading);

    /// Fails the calls that wait, and turns further ones away; the model is closed by another that shares it.
    void failWaiting();

    /// Fails the calls that wait, waits for those in flight, and closes the model.
    @Override
    void close();
}
