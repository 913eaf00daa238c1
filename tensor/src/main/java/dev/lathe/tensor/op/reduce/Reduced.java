package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.device.AxisKernels.Axis;

/// What is left of a shape without one axis, and how kernels see that axis.
final class Reduced {
    private Reduced() {}

    static Axis axis(Shape shape, int axis) {
        return new Axis(product(shape, 0, axis), shape.dim(axis), product(shape, axis + 1, shape.rank()));
    }

    static Shape shape(Shape shape, int axis) {
        int[] dims = new int[shape.rank() - 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.dim(i < axis ? i : i + 1);
        }
        return Shape.of(dims);
    }

    private static int product(Shape shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= shape.dim(axis);
        }
        return product;
    }
}
