package dev.lathe.tensor.op.loss;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.LossKernels.SpanCrossEntropy;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The loss of pointing at tokens: where an answer starts and where it ends (Devlin et al., 2019, section 4.2).
public final class SpanCrossEntropyOp {
    private SpanCrossEntropyOp() {}

    /// Each column asks for one token of each sequence, and shares its probability out over that sequence's tokens:
    ///
    ///     loss = mean over columns and sequences of (logSumExp(logits of its tokens) - logit of the right token)
    ///
    /// a scalar.
    ///
    /// | tensor      | shape                     |
    /// |-------------|---------------------------|
    /// | `logits`    | `[tokens,columns]`        |
    /// | `positions` | I32 `[sequences,columns]`, the right tokens, each counted from its sequence's first |
    ///
    /// @throws IllegalArgumentException if a shape does not fit or there are no columns
    /// @throws IndexOutOfBoundsException if a position is outside its sequence
    public static Tensor apply(Workspace ws, Tensor logits, PackedSequences sequences, Tensor positions) {
        check(logits, sequences, positions);
        int columns = logits.shape().dim(1);
        checkPositions(positions.toIntArray(), sequences, columns);
        var given = new SpanCrossEntropy(
                logits.buffer(), sequences.startTensor().buffer(), positions.buffer(), sequences.count(), columns);
        Tensor loss = ws.empty(Shape.SCALAR);
        Tensor logSumExp = ws.empty(positions.shape());
        ws.backend().loss().spanCrossEntropy(given, loss.buffer(), logSumExp.buffer());
        return ws.record(loss, new Backward(logits, given, logSumExp));
    }

    /// gradLogits = (softmax over the sequence - 1 at the right token) gradLoss / (sequences columns). Keeps a float
    /// a sequence and column.
    record Backward(Tensor logits, SpanCrossEntropy given, Tensor logSumExp) implements GradientRule {
        @Override
        public String op() {
            return "spanCrossEntropy";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public void backward(Workspace ws, Tensor gradLoss, Gradients gradients) {
            gradients.into(logits, gradLogits -> ws.backend().loss().spanCrossEntropyGradLogits(
                    given, gradLoss.buffer(), logSumExp.buffer(), gradLogits));
        }
    }

    private static void check(Tensor logits, PackedSequences sequences, Tensor positions) {
        Checks.floats("spanCrossEntropy", "logits", logits);
        Checks.rank("spanCrossEntropy", "logits", logits, 2);
        Checks.ints("spanCrossEntropy", "positions", positions);
        if (logits.shape().dim(0) != sequences.tokens()) {
            throw new IllegalArgumentException("spanCrossEntropy: logits %s: sequences have %d tokens".formatted(
                    logits.shape(), sequences.tokens()));
        }
        int columns = logits.shape().dim(1);
        if (columns == 0) {
            throw new IllegalArgumentException("spanCrossEntropy: logits %s: has no columns".formatted(logits.shape()));
        }
        Shape needed = Shape.of(sequences.count(), columns);
        if (!positions.shape().equals(needed)) {
            throw new IllegalArgumentException(
                    "spanCrossEntropy: logits %s, %d sequences, positions %s: needs positions %s".formatted(
                            logits.shape(), sequences.count(), positions.shape(), needed));
        }
    }

    private static void checkPositions(int[] positions, PackedSequences sequences, int columns) {
        for (int i = 0; i < positions.length; i++) {
            int sequence = i / columns;
            int tokens = sequences.start(sequence + 1) - sequences.start(sequence);
            if (positions[i] < 0 || positions[i] >= tokens) {
                throw new IndexOutOfBoundsException("spanCrossEntropy: position %d at [%d,%d]: sequence %d has 0..%d"
                        .formatted(positions[i], sequence, i % columns, sequence, tokens - 1));
            }
        }
    }
}
