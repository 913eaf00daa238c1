package dev.lathe.bert.predict.open;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A model whose texts are read in one batch with those of other models of its base.
///
/// @param head the last part of what `outputs` do
record BaseQueue<M>(SharedBase base, OpenModel<M> model, SequenceOutputs<M> outputs, Head<M> head) implements BatchedModel<M> {
    @Override
    public <R> List<R> all(List<Reading<R>> readings) {
        List<SharedBase.Values> values = base.values(
                readings.stream().map(reading -> new SharedBase.Asked(this, reading.sequences())).toList());
        return IntStream.range(0, readings.size())
                .mapToObj(i -> readings.get(i).result().apply(values.get(i).orThrow()))
                .toList();
    }

    @Override
    public <R> CompletableFuture<R> submit(Reading<R> reading) {
        return base.submit(new SharedBase.Asked(this, reading.sequences()), values -> reading.result().apply(values.orThrow()));
    }

    /// Those that wait fail when their turn comes, as the model is closed by then.
    @Override
    public void failWaiting() {
        // Nothing: the queue is others' too.
    }

    @Override
    public void close() {
        model.close();
    }
}
