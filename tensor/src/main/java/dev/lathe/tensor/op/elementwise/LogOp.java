package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The natural logarithm.
public final class LogOp {
    private LogOp() {}

    /// y = ln x, of the shape of `x`: -infinity where x is 0, NaN where it is below.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("log", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().elementary().log(x.buffer(), y.buffer(), x.shape().size());
        return ws.record(y, new Backward(x));
    }

    /// gradX = gradY / x. Keeps x.
    record Backward(Tensor x) implements ExampleRule {
        @Override
        public String op() {
            return "log";
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
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var kernels = ws.backend().arithmetic();
            int count = x.shape().size();
            gradients.into(x, gradX -> {
                kernels.divide(Broadcast.flat(gradY), Broadcast.flat(x), gradY.buffer(), new int[] {count});
                kernels.copy(gradY.buffer(), gradX, count);
            });
        }
    }
}
