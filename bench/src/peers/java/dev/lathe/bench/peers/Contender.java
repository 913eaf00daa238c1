package dev.lathe.bench.peers;

/// An engine that trains one workload, ready to be timed. Add one to [Contenders] and it takes part.
interface Contender extends AutoCloseable {

    /// One whole training step: forward, loss, backward, clipping, update. Returns the loss before the update.
    double step();

    @Override
    void close();
}
