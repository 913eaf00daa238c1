package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;
import java.util.Optional;

/// Element by element sum with broadcasting.
public final class AddOp {
    private AddOp() {}

    /// y = a + b
    ///
    /// | tensor | shape                                             |
    /// |--------|---------------------------------------------------|
    /// | `a`    | any                                               |
    /// | `b`    | the same, or 1 or missing on any axis, as may `a` |
    /// | result | the longer of both on each axis                   |
    ///
    /// @throws IllegalArgumentException if the shapes differ on an axis on which neither is 1
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        Checks.floats("add", "a", a);
        Checks.floats("add", "b", b);
        Broadcast broadcast = Broadcast.of("add", "+", a.shape(), b.shape());
        Tensor y = ws.empty(broadcast.shape());
        ws.backend().arithmetic().add(
                broadcast.left(a), broadcast.right(b), y.buffer(), broadcast.shape().toArray());
        return ws.record(y, new Backward(a, b, broadcast));
    }

    /// gradA = gradB = gradY, summed over the axes along which an input was repeated. Keeps no values.
    record Backward(Tensor a, Tensor b, Broadcast broadcast) implements ExampleRule {
        @Override
        public String op() {
            return "add";
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
            passOn(ws, gradY, a, broadcast.leftStrides(), gradients);
            passOn(ws, gradY, b, broadcast.rightStrides(), gradients);
        }
    }

    /// Adds `gradY` to the gradient of an input that was broadcast to its shape.
    static void passOn(Workspace ws, Tensor gradY, Tensor input, int[] strides, Gradients gradients) {
        gradients.into(input, grad -> passOn(ws, gradY, input, strides, grad));
    }

    /// As above, to where the input's gradient is gathered.
    static void passOn(Workspace ws, Tensor gradY, Tensor input, int[] strides, Destination grad) {
        Shape shape = gradY.shape();
        if (input.shape().size() == shape.size()) {
            ws.backend().arithmetic().copy(gradY.buffer(), grad, shape.size());
        } else {
            ws.backend().arithmetic().sumTo(gradY.buffer(), shape.toArray(), grad, strides);
        }
    }
}
