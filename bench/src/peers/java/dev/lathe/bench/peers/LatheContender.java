package dev.lathe.bench.peers;

/// Lathe in the same process.
final class LatheContender implements Contender {
    private final LatheTrainer trainer;
    private final PaddedBatch batch;

    LatheContender(TrainingWorkload workload) {
        trainer = new LatheTrainer(workload.shape(), workload.weights(), workload.dropout(), workload.threads());
        batch = workload.batch();
    }

    @Override
    public double step() {
        return trainer.train(batch, TrainingWorkload.LEARNING_RATE);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
