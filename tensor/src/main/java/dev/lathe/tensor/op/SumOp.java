package dev.lathe.tensor.op;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import java.util.List;

/// The sum of all elements.
public final class SumOp {
    private SumOp() {}

    /// y = Σ x, a scalar.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        return scaled(ws, "sum", x, 1);
    }

    /// factor Σ x
    static Tensor scaled(Workspace ws, String op, Tensor x, float factor) {
        Checks.floats(op, "x", x);
        Tensor y = ws.empty(Shape.SCALAR);
        ws.backend().reduction().sum(x.buffer(), factor, y.buffer(), x.shape().size());
        return ws.record(y, new Backward(op, x, factor));
    }

    /// gradX = factor gradY, everywhere. Keeps no values.
    record Backward(String op, Tensor x, float factor) implements GradientRule {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().reduction().sumGradInput(
                    gradY.buffer(), factor, gradX, x.shape().size()));
        }
    }
}
