package dev.lathe.bench.peers;

/// A model in training on an engine, fed batch by batch.
interface Trainer extends AutoCloseable {

    /// One whole training step: forward, loss, backward, clipping, update. Returns the loss before the update.
    double train(PaddedBatch batch, double learningRate);

    @Override
    void close();
}
