package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The largest value of each feature over each sequence's rows.
public final class MaxPoolOp {
    private MaxPoolOp() {}

    /// Element (s, j) of the result is the maximum of column j over the rows of sequence s, NaN if there is one.
    ///
    /// | tensor | shape               |
    /// |--------|---------------------|
    /// | `x`    | `[tokens,hidden]`   |
    /// | result | `[sequences,hidden]` |
    ///
    /// @throws IllegalArgumentException if `x` is no matrix or has another number of rows than the packing
    public static Tensor apply(Workspace ws, Tensor x, PackedSequences sequences) {
        Checks.floats("maxPool", "x", x);
        Checks.rank("maxPool", "x", x, 2);
        if (x.shape().dim(0) != sequences.tokens()) {
            throw new IllegalArgumentException(
                    "maxPool: x %s: sequences have %d tokens".formatted(x.shape(), sequences.tokens()));
        }
        int cols = x.shape().dim(1);
        Tensor starts = sequences.startTensor();
        Tensor y = ws.empty(Shape.of(sequences.count(), cols));
        Tensor chosen = ws.emptyInts(y.shape());
        ws.backend().pooling().max(
                x.buffer(), starts.buffer(), y.buffer(), chosen.buffer(), sequences.count(), cols);
        return ws.record(y, new Backward(x, starts, chosen));
    }

    /// Each gradient goes to the row that the maximum came from, the first of equals. Keeps those rows.
    record Backward(Tensor x, Tensor starts, Tensor chosen) implements GradientRule {
        @Override
        public String op() {
            return "maxPool";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().pooling().maxGradInput(
                    gradY.buffer(), chosen.buffer(), starts.buffer(), gradX,
                    gradY.shape().dim(0), gradY.shape().dim(1)));
        }
    }
}
