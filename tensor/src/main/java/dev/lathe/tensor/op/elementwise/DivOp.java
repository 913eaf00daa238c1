package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Element by element quotient with broadcasting.
public final class DivOp {
    private DivOp() {}

    /// y = a / b: infinite where only b is 0, NaN where both are.
    ///
    /// | tensor | shape                                             |
    /// |--------|---------------------------------------------------|
    /// | `a`    | any                                               |
    /// | `b`    | the same, or 1 or missing on any axis, as may `a` |
    /// | result | the longer of both on each axis                   |
    ///
    /// @throws IllegalArgumentException if the shapes differ on an axis on which neither is 1
    public static Tensor apply(Workspace ws, Tensor a, Tensor b) {
        Checks.floats("div", "a", a);
        Checks.floats("div", "b", b);
        Broadcast broadcast = Broadcast.of("div", "/", a.shape(), b.shape());
        Tensor y = ws.empty(broadcast.shape());
        ws.backend().arithmetic().divide(
                broadcast.left(a), broadcast.right(b), y.buffer(), broadcast.shape().toArray());
        return ws.record(y, new Backward(a, b, y, broadcast));
    }

    /// gradA = gradY / b and gradB = -gradA y, summed over the axes along which an input was repeated. Keeps b and y.
    record Backward(Tensor a, Tensor b, Tensor y, Broadcast broadcast) implements GradientRule {
        @Override
        public String op() {
            return "div";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return tensor == b || tensor != a;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var kernels = ws.backend().arithmetic();
            int[] dims = gradY.shape().toArray();
            Operand grad = new Operand(gradY.buffer(), Broadcast.dense(gradY.shape()));
            kernels.divide(grad, broadcast.right(b), gradY.buffer(), dims);
            AddOp.passOn(ws, gradY, a, broadcast.leftStrides(), gradients);
            if (b.needsGradient()) {
                kernels.multiply(grad, new Operand(y.buffer(), grad.strides()), gradY.buffer(), dims);
                kernels.scale(gradY.buffer(), -1, new Destination(gradY.buffer(), false), gradY.shape().size());
                AddOp.passOn(ws, gradY, b, broadcast.rightStrides(), gradients);
            }
        }
    }
}
