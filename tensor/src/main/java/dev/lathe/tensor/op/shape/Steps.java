package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.View;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;

/// Neighbouring steps of one axis of a tensor, which a dense tensor holds alone.
///
/// @param whole shape of the tensor that has more of them
/// @param start first of the steps
public record Steps(Shape whole, int axis, int start) {
    /// The shape of `count` of its steps.
    public static Shape shape(Shape whole, int axis, int count) {
        int[] dims = whole.toArray();
        dims[axis] = count;
        return Shape.of(dims);
    }

    /// From the whole to the steps alone.
    public void copyTo(Workspace ws, Buffer from, Destination part, int count) {
        Shape shape = shape(whole, axis, count);
        ws.backend().arithmetic().copy(inWhole(from), alone(part.buffer(), shape), part.add(), shape.toArray());
    }

    /// From the steps alone to their place in the whole.
    public void copyFrom(Workspace ws, Buffer part, Destination to, int count) {
        Shape shape = shape(whole, axis, count);
        ws.backend().arithmetic().copy(alone(part, shape), inWhole(to.buffer()), to.add(), shape.toArray());
    }

    private View inWhole(Buffer buffer) {
        int[] strides = Broadcast.dense(whole);
        return new View(buffer, start * strides[axis], strides);
    }

    private static View alone(Buffer buffer, Shape shape) {
        return new View(buffer, 0, Broadcast.dense(shape));
    }
}
