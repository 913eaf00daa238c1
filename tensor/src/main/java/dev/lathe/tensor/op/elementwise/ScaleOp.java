package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// Product with one constant factor.
public final class ScaleOp {
    private ScaleOp() {}

    /// y = factor x, of the shape of `x`.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x, float factor) {
        Checks.floats("scale", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().arithmetic().scale(
                x.buffer(), factor, new Destination(y.buffer(), false), x.shape().size());
        return ws.record(y, new Backward(x, factor));
    }

    /// gradX = factor gradY. Keeps no values.
    record Backward(Tensor x, float factor) implements ExampleRule {
        @Override
        public String op() {
            return "scale";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return Optional.of(output);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().arithmetic()
                    .scale(gradY.buffer(), factor, gradX, x.shape().size()));
        }
    }
}
