package dev.lathe.tensor.op.elementwise;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Element by element choice between two tensors, with broadcasting.
public final class WhereOp {
    private WhereOp() {}

    /// y = a where `mask` is not 0, else b.
    ///
    /// | tensor       | shape                                           |
    /// |--------------|-------------------------------------------------|
    /// | `mask`       | I32, any                                        |
    /// | `a`, `b`     | the same, or 1 or missing on any axis, as may `mask` |
    /// | result       | the longest on each axis                        |
    ///
    /// @throws IllegalArgumentException if the shapes differ on an axis on which none is 1, or the mask is not I32
    public static Tensor apply(Workspace ws, Tensor mask, Tensor a, Tensor b) {
        Checks.ints("where", "mask", mask);
        Checks.floats("where", "a", a);
        Checks.floats("where", "b", b);
        Shape either = Broadcast.of("where", "or", a.shape(), b.shape()).shape();
        Shape shape = Broadcast.of("where", "chooses from", mask.shape(), either).shape();
        var choice = new Operand(mask.buffer(), Broadcast.strides(mask.shape(), shape));
        Tensor y = ws.empty(shape);
        int[] stridesA = Broadcast.strides(a.shape(), shape);
        int[] stridesB = Broadcast.strides(b.shape(), shape);
        ws.backend().arithmetic().select(
                choice, new Operand(a.buffer(), stridesA), new Operand(b.buffer(), stridesB), y.buffer(), shape.toArray());
        return ws.record(y, new Backward(a, b, choice, stridesA, stridesB));
    }

    /// gradA = gradY where the mask is not 0, else 0; gradB the other way round; summed over the axes along which an input
    /// was repeated. Keeps the mask.
    record Backward(Tensor a, Tensor b, Operand choice, int[] stridesA, int[] stridesB) implements GradientRule {
        @Override
        public String op() {
            return "where";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var grad = new Operand(gradY.buffer(), Broadcast.dense(gradY.shape()));
            var zero = new Operand(ws.zeros(Shape.SCALAR).buffer(), new int[gradY.shape().rank()]);
            pass(ws, gradY, grad, zero, a, stridesA, gradients);
            pass(ws, gradY, zero, grad, b, stridesB, gradients);
        }

        private void pass(
                Workspace ws, Tensor gradY, Operand chosen, Operand other, Tensor input, int[] strides, Gradients gradients) {
            if (input.needsGradient()) {
                Tensor part = ws.empty(gradY.shape());
                ws.backend().arithmetic().select(choice, chosen, other, part.buffer(), gradY.shape().toArray());
                AddOp.passOn(ws, part, input, strides, gradients);
            }
        }
    }
}
