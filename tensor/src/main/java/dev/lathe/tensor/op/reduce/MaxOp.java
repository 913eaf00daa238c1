package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.AxisKernels.Axis;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The largest over one axis.
public final class MaxOp {
    private MaxOp() {}

    /// y = max x over the axis; NaN if there is one.
    ///
    /// | tensor | shape                     |
    /// |--------|---------------------------|
    /// | `x`    | any                       |
    /// | result | the same without the axis |
    ///
    /// @param axis negative ones count from the last
    /// @throws IllegalArgumentException if `x` lacks the axis or has no step on it
    public static Tensor apply(Workspace ws, Tensor x, int axis) {
        Checks.floats("max", "x", x);
        int at = Checks.axis("max", "x", x.shape(), axis);
        if (x.shape().dim(at) == 0) {
            throw new IllegalArgumentException("max: x %s: has no step on axis %d".formatted(x.shape(), at));
        }
        Axis reduced = Reduced.axis(x.shape(), at);
        Tensor y = ws.empty(Reduced.shape(x.shape(), at));
        Tensor chosen = ws.emptyInts(y.shape());
        ws.backend().axes().max(x.buffer(), y.buffer(), chosen.buffer(), reduced);
        return ws.record(y, new Backward(x, chosen, reduced));
    }

    /// Each gradient goes to the step that the maximum came from, the first of equals. Keeps those steps.
    record Backward(Tensor x, Tensor chosen, Axis axis) implements GradientRule {
        @Override
        public String op() {
            return "max";
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
            gradients.into(x, gradX -> ws.backend().axes().maxGradInput(gradY.buffer(), chosen.buffer(), gradX, axis));
        }
    }
}
