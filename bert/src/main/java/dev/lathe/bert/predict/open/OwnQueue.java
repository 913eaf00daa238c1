package dev.lathe.bert.predict.open;

import dev.lathe.bert.calls.CallOptions;
import dev.lathe.bert.calls.CallQueue;
import dev.lathe.bert.encoder.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A model whose batches are its own.
final class OwnQueue<M> implements BatchedModel<M> {
    private final OpenModel<M> model;
    private final SequenceOutputs<M> outputs;
    private final CallQueue<List<TokenSequence>, List<float[]>> queue;

    OwnQueue(OpenModel<M> model, SequenceOutputs<M> outputs) {
        this.model = model;
        this.outputs = outputs;
        // A thread of its own: the pool that callers share may be the one that waits for it.
        this.queue = new CallQueue<>(
                new CallQueue.Work<>(Reading::tokens, this::values), PackedBatches.TOKENS,
                task -> Thread.ofPlatform().daemon().name("lathe-calls").start(task), model::closedProblem,
                model.base().map(SharedBase::options).orElse(CallOptions.USUAL));
    }

    @Override
    public OpenModel<M> model() {
        return model;
    }

    @Override
    public <R> List<R> all(List<Reading<R>> readings) {
        List<List<float[]>> values = values(readings.stream().map(Reading::sequences).toList());
        var results = new ArrayList<R>();
        for (int i = 0; i < readings.size(); i++) {
            results.add(readings.get(i).result().apply(values.get(i)));
        }
        return List.copyOf(results);
    }

    @Override
    public <R> CompletableFuture<R> submit(Reading<R> reading) {
        return queue.submit(reading.sequences(), reading.result());
    }

    private List<List<float[]>> values(List<List<TokenSequence>> inputs) {
        List<float[]> values = outputs.of(model, inputs.stream().flatMap(List::stream).toList());
        var parts = new ArrayList<List<float[]>>();
        int first = 0;
        for (List<TokenSequence> input : inputs) {
            parts.add(values.subList(first, first + input.size()));
            first += input.size();
        }
        return parts;
    }

    @Override
    public void failWaiting() {
        queue.close();
    }

    @Override
    public void close() {
        queue.close();
        model.close();
    }
}
