package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.RestoringRule;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The Gaussian error linear unit in its exact form: BERT's `gelu`. Source: Hendrycks and Gimpel, 2016.
public final class GeluOp {
    private GeluOp() {}

    /// y = x Φ(x) = x/2 (1 + erf(x / √2)), of the shape of `x`.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("gelu", "x", x);
        var rule = new Backward(x);
        Tensor y = ws.empty(x.shape());
        rule.restore(ws, y);
        return ws.record(y, rule);
    }

    /// gradX = gradY (Φ(x) + x φ(x)), with the normal density φ. Keeps x and computes Φ again.
    record Backward(Tensor x) implements RestoringRule, ExampleRule {
        @Override
        public String op() {
            return "gelu";
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
            ws.backend().activation().gelu(x.buffer(), y.buffer(), x.shape().size());
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().activation()
                    .geluGradInput(gradY.buffer(), x.buffer(), gradX, x.shape().size()));
        }
    }
}
