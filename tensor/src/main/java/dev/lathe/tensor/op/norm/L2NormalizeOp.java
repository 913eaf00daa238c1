package dev.lathe.tensor.op.norm;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Scales each row to length 1: sentence embeddings whose dot product is their cosine.
public final class L2NormalizeOp {
    /// Rows shorter than this are divided by it instead of by their length.
    private static final float EPSILON = 1e-12f;

    private L2NormalizeOp() {}

    /// y = x / max(|x|, 1e-12), for each row on its own.
    ///
    /// | tensor      | shape          |
    /// |-------------|----------------|
    /// | `x`, result | `[rows,cols]`  |
    ///
    /// @throws IllegalArgumentException if `x` is no matrix
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("l2Normalize", "x", x);
        Checks.rank("l2Normalize", "x", x, 2);
        int rows = x.shape().dim(0);
        Tensor y = ws.empty(x.shape());
        Tensor norm = ws.empty(Shape.of(rows));
        ws.backend().norm().l2Normalize(x.buffer(), EPSILON, y.buffer(), norm.buffer(), rows, x.shape().dim(1));
        return ws.record(y, new Backward(x, y, norm));
    }

    /// gradX = (gradY - y (gradY · y)) / norm. Keeps y and a float a row.
    record Backward(Tensor x, Tensor y, Tensor norm) implements GradientRule {
        @Override
        public String op() {
            return "l2Normalize";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().norm().l2NormalizeGradInput(
                    gradY.buffer(), y.buffer(), norm.buffer(), EPSILON, gradX,
                    x.shape().dim(0), x.shape().dim(1)));
        }
    }
}
