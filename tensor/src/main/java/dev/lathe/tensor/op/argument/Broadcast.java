package dev.lathe.tensor.op.argument;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.device.ArithmeticKernels;

/// How two shapes meet in an element by element op: axes are matched from the last; an axis of length 1 or a
/// missing one is repeated.
public record Broadcast(Shape shape, int[] leftStrides, int[] rightStrides) {
    /// @param sign of the op, for the message: `[2,3] + [3,2]`
    public static Broadcast of(String op, String sign, Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        var dims = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int l = dim(left, axis, rank);
            int r = dim(right, axis, rank);
            if (l != r && l != 1 && r != 1) {
                throw new IllegalArgumentException("%s: %s %s %s: axis %d is %d and %d, neither is 1"
                        .formatted(op, left, sign, right, axis, l, r));
            }
            dims[axis] = l == 1 ? r : l;
        }
        return new Broadcast(Shape.of(dims), strides(left, dims), strides(right, dims));
    }

    public ArithmeticKernels.Operand left(Tensor t) {
        return new ArithmeticKernels.Operand(t.buffer(), leftStrides);
    }

    public ArithmeticKernels.Operand right(Tensor t) {
        return new ArithmeticKernels.Operand(t.buffer(), rightStrides);
    }

    /// Strides of `shape` in the index space of what it is broadcast to.
    public static int[] strides(Shape shape, Shape to) {
        return strides(shape, to.toArray());
    }

    /// Strides of a dense tensor.
    public static int[] dense(Shape shape) {
        return strides(shape, shape.toArray());
    }

    /// A tensor as a list of its elements.
    public static ArithmeticKernels.Operand flat(Tensor t) {
        return new ArithmeticKernels.Operand(t.buffer(), new int[] {1});
    }

    private static int dim(Shape shape, int axis, int rank) {
        int own = axis - (rank - shape.rank());
        return own < 0 ? 1 : shape.dim(own);
    }

    private static int[] strides(Shape shape, int[] dims) {
        var strides = new int[dims.length];
        int stride = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            int length = dim(shape, axis, dims.length);
            strides[axis] = length == 1 && dims[axis] != 1 ? 0 : stride;
            stride *= length;
        }
        return strides;
    }
}
