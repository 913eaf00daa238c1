package dev.lathe.tensor.op.norm;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Softmax over the last axis: scores become shares that sum to 1.
public final class SoftmaxOp {
    private SoftmaxOp() {}

    /// y = exp(x - max) / Σ exp(x - max), for each row on its own.
    ///
    /// | tensor      | shape         |
    /// |-------------|---------------|
    /// | `x`, result | `[…,classes]` |
    ///
    /// @throws IllegalArgumentException if `x` has no last axis or an empty one
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("softmax", "x", x);
        if (x.shape().rank() == 0 || x.shape().dim(-1) == 0) {
            throw new IllegalArgumentException("softmax: x %s: nothing to share out".formatted(x.shape()));
        }
        Tensor y = ws.empty(x.shape());
        ws.backend().softmax().softmax(x.buffer(), y.buffer(), Checks.rows(x.shape()), x.shape().dim(-1));
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = y (gradY - Σ gradY y), per row. Keeps y.
    record Backward(Tensor x, Tensor y) implements GradientRule {
        @Override
        public String op() {
            return "softmax";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().softmax().softmaxGradInput(
                    gradY.buffer(), y.buffer(), gradX, Checks.rows(x.shape()), x.shape().dim(-1)));
        }
    }
}
