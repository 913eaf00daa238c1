package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.View;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.product.MatMulOp;
import java.util.List;

/// Two axes change places.
public final class TransposeOp {
    private TransposeOp() {}

    /// The last two axes: of a matrix, yᵀ = x.
    public static Tensor apply(Workspace ws, Tensor x) {
        return apply(ws, x, -2, -1);
    }

    /// Element (…,i,…,j,…) of the result is element (…,j,…,i,…) of `x`. [MatMulOp] takes transposed sides as they are.
    ///
    /// | tensor | shape                                       |
    /// |--------|---------------------------------------------|
    /// | `x`    | any                                         |
    /// | result | the same with the two axes' lengths swapped |
    ///
    /// @param axis one of them, negative ones counting from the last
    /// @throws IllegalArgumentException if `x` lacks one of the axes
    public static Tensor apply(Workspace ws, Tensor x, int axis, int other) {
        Checks.floats("transpose", "x", x);
        int one = Checks.axis("transpose", "x", x.shape(), axis);
        int two = Checks.axis("transpose", "x", x.shape(), other);
        Tensor y = ws.empty(Shape.of(swapped(x.shape().toArray(), one, two)));
        swap(ws, x, new Destination(y.buffer(), false), one, two);
        return ws.record(y, new Backward(x, one, two));
    }

    private static void swap(Workspace ws, Tensor from, Destination to, int one, int two) {
        int[] strides = Broadcast.dense(from.shape());
        int[] dims = swapped(from.shape().toArray(), one, two);
        ws.backend().arithmetic().copy(
                new View(from.buffer(), 0, swapped(strides, one, two)),
                new View(to.buffer(), 0, Broadcast.dense(Shape.of(dims))), to.add(), dims);
    }

    private static int[] swapped(int[] values, int one, int two) {
        int value = values[one];
        values[one] = values[two];
        values[two] = value;
        return values;
    }

    /// gradX = gradY with the axes swapped back. Keeps no values.
    record Backward(Tensor x, int one, int two) implements GradientRule {
        @Override
        public String op() {
            return "transpose";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> swap(ws, gradY, gradX, one, two));
        }
    }
}
