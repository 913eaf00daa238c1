package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// The same values in the same order under another shape.
public final class ReshapeOp {
    private ReshapeOp() {}

    /// | tensor | shape                             |
    /// |--------|-----------------------------------|
    /// | `x`    | any                               |
    /// | result | `shape`, of as many elements      |
    ///
    /// A copy: a workspace gives memory back tensor by tensor, so two tensors never share it.
    ///
    /// @throws IllegalArgumentException if the numbers of elements differ
    public static Tensor apply(Workspace ws, Tensor x, Shape shape) {
        Checks.floats("reshape", "x", x);
        if (x.shape().size() != shape.size()) {
            throw new IllegalArgumentException("reshape: x %s to %s: %d elements and %d differ".formatted(
                    x.shape(), shape, x.shape().size(), shape.size()));
        }
        Tensor y = ws.empty(shape);
        ws.backend().arithmetic().copy(x.buffer(), new Destination(y.buffer(), false), shape.size());
        return ws.record(y, new Backward(x));
    }

    /// gradX = gradY in the shape of x. Keeps no values.
    record Backward(Tensor x) implements ExampleRule {
        @Override
        public String op() {
            return "reshape";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reshapes() {
            return true;
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return Optional.empty();
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> ws.backend().arithmetic().copy(gradY.buffer(), gradX, x.shape().size()));
        }
    }
}
