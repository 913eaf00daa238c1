package dev.lathe.tensor.op.norm;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// The logarithm of softmax over the last axis, without the digits that `log` of [SoftmaxOp] loses.
public final class LogSoftmaxOp {
    private LogSoftmaxOp() {}

    /// y = x - max - log Σ exp(x - max), for each row on its own.
    ///
    /// | tensor      | shape         |
    /// |-------------|---------------|
    /// | `x`, result | `[…,classes]` |
    ///
    /// @throws IllegalArgumentException if `x` has no last axis or an empty one
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("logSoftmax", "x", x);
        if (x.shape().rank() == 0 || x.shape().dim(-1) == 0) {
            throw new IllegalArgumentException("logSoftmax: x %s: nothing to share out".formatted(x.shape()));
        }
        Tensor y = ws.empty(x.shape());
        ws.backend().softmax().logSoftmax(x.buffer(), y.buffer(), Checks.rows(x.shape()), x.shape().dim(-1));
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = gradY - exp(y) Σ gradY, per row. Keeps y.
    record Backward(Tensor x, Tensor y) implements ExampleRule {
        @Override
        public String op() {
            return "logSoftmax";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input.shape().rank() < 2 ? Optional.empty() : Optional.of(output);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor != x;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().softmax().logSoftmaxGradInput(
                    gradY.buffer(), y.buffer(), gradX, Checks.rows(x.shape()), x.shape().dim(-1)));
        }
    }
}
