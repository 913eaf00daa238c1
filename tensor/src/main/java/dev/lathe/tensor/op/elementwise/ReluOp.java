package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The rectifier (Nair and Hinton, 2010): what is below 0 becomes 0.
public final class ReluOp {
    private ReluOp() {}

    /// y = max(x, 0), of the shape of `x`; NaN stays NaN.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("relu", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().activation().relu(x.buffer(), y.buffer(), x.shape().size());
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = gradY where x > 0, else 0: at 0 too, as in PyTorch. Keeps y, which is above 0 where x is.
    record Backward(Tensor x, Tensor y) implements ExampleRule {
        @Override
        public String op() {
            return "relu";
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
                    .reluGradInput(gradY.buffer(), y.buffer(), gradX, x.shape().size()));
        }
    }
}
