package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import java.util.List;

/// The logistic function: scores become probabilities, each on its own.
public final class SigmoidOp {
    private SigmoidOp() {}

    /// y = 1 / (1 + exp(-x)), of the shape of `x`.
    ///
    /// For a loss of scores, [BinaryCrossEntropyOp] keeps the digits that `log` of this loses.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("sigmoid", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().elementary().sigmoid(x.buffer(), y.buffer(), x.shape().size());
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = gradY y (1 - y). Keeps y.
    record Backward(Tensor x, Tensor y) implements ExampleRule {
        @Override
        public String op() {
            return "sigmoid";
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
            gradients.into(x, gradX -> ws.backend().elementary()
                    .sigmoidGradInput(gradY.buffer(), y.buffer(), gradX, x.shape().size()));
        }
    }
}
