package dev.lathe.tensor.op.loss;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The loss of a regression.
public final class MeanSquaredErrorOp {
    private MeanSquaredErrorOp() {}

    /// loss = mean((x - target)²), a scalar. `target` is a constant of the shape of `x`.
    ///
    /// @throws IllegalArgumentException if the shapes differ, there are no elements, or `target` needs a gradient
    public static Tensor apply(Workspace ws, Tensor x, Tensor target) {
        Checks.floats("meanSquaredError", "x", x);
        Checks.floats("meanSquaredError", "target", target);
        Checks.sameShape("meanSquaredError", "target", target, "x", x.shape());
        if (x.shape().size() == 0) {
            throw new IllegalArgumentException("meanSquaredError: x %s: has no elements".formatted(x.shape()));
        }
        if (target.needsGradient()) {
            throw new IllegalArgumentException("meanSquaredError: target: has no gradient; give a constant");
        }
        Tensor loss = ws.empty(Shape.SCALAR);
        ws.backend().loss().meanSquaredError(x.buffer(), target.buffer(), loss.buffer(), x.shape().size());
        return ws.record(loss, new Backward(x, target));
    }

    /// gradX = 2 (x - target) / size gradLoss
    record Backward(Tensor x, Tensor target) implements ExampleRule {
        @Override
        public String op() {
            return "meanSquaredError";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradLoss, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().loss().meanSquaredErrorGradInput(
                    gradLoss.buffer(), x.buffer(), target.buffer(), gradX, x.shape().size()));
        }
    }
}
