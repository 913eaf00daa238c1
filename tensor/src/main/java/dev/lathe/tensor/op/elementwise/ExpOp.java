package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The exponential function.
public final class ExpOp {
    private ExpOp() {}

    /// y = e^x, of the shape of `x`. Above 88.72 it is infinite.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("exp", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().elementary().exp(x.buffer(), y.buffer(), x.shape().size());
        return ws.record(y, new Backward(x, y));
    }

    /// gradX = gradY y. Keeps y.
    record Backward(Tensor x, Tensor y) implements ExampleRule {
        @Override
        public String op() {
            return "exp";
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
            var kernels = ws.backend().arithmetic();
            int count = x.shape().size();
            gradients.into(x, gradX -> {
                kernels.multiply(Broadcast.flat(gradY), Broadcast.flat(y), gradY.buffer(), new int[] {count});
                kernels.copy(gradY.buffer(), gradX, count);
            });
        }
    }
}
