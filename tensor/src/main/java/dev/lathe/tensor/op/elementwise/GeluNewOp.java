package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.RestoringRule;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The tanh form of GELU: `gelu_new` in checkpoints. Source: Hendrycks and Gimpel, 2016, section 2.
public final class GeluNewOp {
    private GeluNewOp() {}

    /// y = x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))), of the shape of `x`.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("geluNew", "x", x);
        var rule = new Backward(x);
        Tensor y = ws.empty(x.shape());
        rule.restore(ws, y);
        return ws.record(y, rule);
    }

    /// The derivative of the formula. Keeps x and computes tanh again.
    record Backward(Tensor x) implements RestoringRule, ExampleRule {
        @Override
        public String op() {
            return "geluNew";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == x;
        }

        @Override
        public List<Tensor> restoresFrom() {
            return List.of(x);
        }

        @Override
        public void restore(Workspace ws, Tensor y) {
            ws.backend().activation().geluNew(x.buffer(), y.buffer(), x.shape().size());
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().activation()
                    .geluNewGradInput(gradY.buffer(), x.buffer(), gradX, x.shape().size()));
        }
    }
}
