package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.View;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// Some neighbouring steps of one axis.
public final class SliceOp {
    private SliceOp() {}

    /// | tensor | shape                                    |
    /// |--------|------------------------------------------|
    /// | `x`    | any                                      |
    /// | result | the same with `count` steps on that axis |
    ///
    /// @param axis negative ones count from the last
    /// @param start first step
    /// @param count of steps
    /// @throws IllegalArgumentException if `x` lacks the axis
    /// @throws IndexOutOfBoundsException if it lacks some of the steps
    public static Tensor apply(Workspace ws, Tensor x, int axis, int start, int count) {
        Checks.floats("slice", "x", x);
        int at = Checks.axis("slice", "x", x.shape(), axis);
        int length = x.shape().dim(at);
        if (start < 0 || count < 0 || count > length - start) {
            throw new IndexOutOfBoundsException("slice: %d steps from %d on axis %d: x %s has steps 0..%d"
                    .formatted(count, start, at, x.shape(), length - 1));
        }
        Tensor y = ws.empty(Steps.shape(x.shape(), at, count));
        new Steps(x.shape(), at, start).copyTo(ws, x.buffer(), new Destination(y.buffer(), false), count);
        return ws.record(y, new Backward(x, at, start));
    }

    /// gradX = gradY where the steps were taken from, elsewhere 0. Keeps no values.
    record Backward(Tensor x, int axis, int start) implements GradientRule {
        @Override
        public String op() {
            return "slice";
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
            gradients.into(x, gradX -> {
                if (!gradX.add()) {
                    clear(ws, gradX.buffer());
                }
                new Steps(x.shape(), axis, start).copyFrom(ws, gradY.buffer(), gradX, gradY.shape().dim(axis));
            });
        }

        private void clear(Workspace ws, Buffer gradX) {
            int[] dims = {x.shape().size()};
            ws.backend().arithmetic().copy(
                    new View(ws.zeros(Shape.SCALAR).buffer(), 0, new int[1]), new View(gradX, 0, new int[] {1}), false, dims);
        }
    }
}
