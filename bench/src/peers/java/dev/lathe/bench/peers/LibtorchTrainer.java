package dev.lathe.bench.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// Fine-tunes [LibtorchBert]: forward, loss, backward, clipping at norm 1, AdamW.
///
/// Of one thread. What the model holds stays until [#close()]; what a step makes goes with the step.
final class LibtorchTrainer implements Trainer {

    /// What a step reports.
    ///
    /// @param loss before the update
    /// @param gradNorm before clipping
    record Step(double loss, double gradNorm) {}

    static final double WEIGHT_DECAY = 0.01;
    static final double MAX_GRAD_NORM = 1.0;

    private final PointerScope modelScope = new PointerScope();
    private final LibtorchBert model;
    private final LibtorchAdamW optimizer;

    LibtorchTrainer(BertShape shape, WeightSource weights, ScalarType dtype, LibtorchDropout dropout) {
        model = new LibtorchBert(shape, weights, dtype, dropout);
        optimizer = new LibtorchAdamW(model.parameters(), WEIGHT_DECAY, MAX_GRAD_NORM);
    }

    LibtorchBert model() {
        return model;
    }

    /// One step on one batch.
    Step step(PaddedBatch batch, double learningRate) {
        try (var _ = new PointerScope()) {
            optimizer.zeroGrad();
            Tensor loss = LibtorchBert.loss(model.logits(model.hiddenStates(batch).getLast()), batch);
            loss.backward();
            double norm = optimizer.step(learningRate);
            return new Step(loss.item_double(), norm);
        }
    }

    @Override
    public double train(PaddedBatch batch, double learningRate) {
        return step(batch, learningRate).loss();
    }

    @Override
    public void close() {
        modelScope.close();
    }
}
