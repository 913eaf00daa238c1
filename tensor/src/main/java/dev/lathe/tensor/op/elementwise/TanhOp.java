package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Hyperbolic tangent.
public final class TanhOp {
    private TanhOp() {}

    /// y = tanh(x), of the shape of `x`.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("tanh", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().activation().tanh(x.buffer(), y.buffer(), x.shape().size());
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = gradY (1 - y²). Keeps y.
    record Backward(Tensor x, Tensor y) implements ExampleRule {
        @Override
        public String op() {
            return "tanh";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor != x;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().activation()
                    .tanhGradInput(gradY.buffer(), y.buffer(), gradX, x.shape().size()));
        }
    }
}
