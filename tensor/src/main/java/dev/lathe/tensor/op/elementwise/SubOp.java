package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// Element by element difference with broadcasting.
public final class SubOp {
    private SubOp() {}

    /// y = a - b
    ///
    /// | tensor | shape                                             |
    /// |--------|---------------------------------------------------|
    /// | `a`    | any                                               |
    /// | `b`    | the same, or 1 or missing on any axis, as may `a` |
    /// | result | the longer of both on each axis                   |
    ///
    /// @throws IllegalArgumentException if the shapes differ on an axis on which neither is 1
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        Checks.floats("sub", "a", a);
        Checks.floats("sub", "b", b);
        Broadcast broadcast = Broadcast.of("sub", "-", a.shape(), b.shape());
        Tensor y = ws.empty(broadcast.shape());
        ws.backend().arithmetic().subtract(
                broadcast.left(a), broadcast.right(b), y.buffer(), broadcast.shape().toArray());
        return ws.record(y, new Backward(a, b, broadcast));
    }

    /// gradA = gradY and gradB = -gradY, summed over the axes along which an input was repeated. Keeps no values.
    record Backward(Tensor a, Tensor b, Broadcast broadcast) implements ExampleRule {
        @Override
        public String op() {
            return "sub";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return input.shape().equals(broadcast.shape()) ? Optional.of(output) : Optional.empty();
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            AddOp.passOn(ws, gradY, a, broadcast.leftStrides(), gradients);
            if (b.needsGradient()) {
                ws.backend().arithmetic().scale(
                        gradY.buffer(), -1, new Destination(gradY.buffer(), false), gradY.shape().size());
                AddOp.passOn(ws, gradY, b, broadcast.rightStrides(), gradients);
            }
        }
    }
}
