package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The mean of each sequence's rows: the usual sentence embedding (Reimers and Gurevych, 2019, section 3).
public final class MeanPoolOp {
    private MeanPoolOp() {}

    /// Row s of the result is the mean of the rows of sequence s.
    ///
    /// | tensor | shape               |
    /// |--------|---------------------|
    /// | `x`    | `[tokens,hidden]`   |
    /// | result | `[sequences,hidden]` |
    ///
    /// @throws IllegalArgumentException if `x` is no matrix or has another number of rows than the packing
    public static Tensor apply(Workspace ws, Tensor x, PackedSequences sequences) {
        Checks.floats("meanPool", "x", x);
        Checks.rank("meanPool", "x", x, 2);
        if (x.shape().dim(0) != sequences.tokens()) {
            throw new IllegalArgumentException(
                    "meanPool: x %s: sequences have %d tokens".formatted(x.shape(), sequences.tokens()));
        }
        int cols = x.shape().dim(1);
        Tensor starts = sequences.startTensor();
        Tensor y = ws.empty(Shape.of(sequences.count(), cols));
        ws.backend().pooling().mean(x.buffer(), starts.buffer(), y.buffer(), sequences.count(), cols);
        return ws.record(y, new Backward(x, starts));
    }

    /// gradX's rows of sequence s = gradY's row s / its length. Keeps no values.
    record Backward(Tensor x, Tensor starts) implements GradientRule {
        @Override
        public String op() {
            return "meanPool";
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
            gradients.into(x, gradX -> ws.backend().pooling().meanGradInput(
                    gradY.buffer(), starts.buffer(), gradX, gradY.shape().dim(0), gradY.shape().dim(1)));
        }
    }
}
