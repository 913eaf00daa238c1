package dev.lathe.bench.peers;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// libtorch in the same process.
final class LibtorchContender implements Contender {

    private static final long SEED = 42;

    private final LibtorchTrainer trainer;
    private final PaddedBatch batch;

    LibtorchContender(TrainingWorkload workload, LibtorchPath path) {
        torch.set_num_threads(workload.threads());
        torch.manual_seed(SEED);
        trainer = new LibtorchTrainer(workload.shape(), workload.weights(), ScalarType.Float,
                new LibtorchDropout(workload.dropout(), path));
        batch = workload.batch();
    }

    @Override
    public double step() {
        return trainer.step(batch, TrainingWorkload.LEARNING_RATE).loss();
    }

    @Override
    public void close() {
        trainer.close();
    }
}
