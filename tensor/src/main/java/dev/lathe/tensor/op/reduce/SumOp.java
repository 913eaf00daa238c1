package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.ArithmeticKernels.View;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Broadcast;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.shape.Steps;
import java.util.List;
import java.util.Optional;

/// The sum of all elements, or of those along one axis.
public final class SumOp {
    private SumOp() {}

    /// y = Σ x, a scalar.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        return scaled(ws, "sum", x, 1);
    }

    /// y = Σ x over one axis.
    ///
    /// | tensor | shape                     |
    /// |--------|---------------------------|
    /// | `x`    | any                       |
    /// | result | the same without the axis |
    ///
    /// @param axis negative ones count from the last
    /// @throws IllegalArgumentException if `x` is not F32 or lacks the axis
    public static Tensor apply(Workspace ws, Tensor x, int axis) {
        Checks.floats("sum", "x", x);
        return scaled(ws, "sum", x, Checks.axis("sum", "x", x.shape(), axis), 1);
    }

    /// factor Σ x over one axis
    static Tensor scaled(Workspace ws, String op, Tensor x, int axis, float factor) {
        Tensor y = ws.empty(Reduced.shape(x.shape(), axis));
        ws.backend().axes().sum(x.buffer(), factor, y.buffer(), Reduced.axis(x.shape(), axis));
        return ws.record(y, new AxisBackward(op, x, axis, factor));
    }

    /// factor Σ x
    static Tensor scaled(Workspace ws, String op, Tensor x, float factor) {
        Checks.floats(op, "x", x);
        Tensor y = ws.empty(Shape.SCALAR);
        ws.backend().reduction().sum(x.buffer(), factor, y.buffer(), x.shape().size());
        return ws.record(y, new Backward(op, x, factor));
    }

    /// gradX = factor gradY, everywhere. Keeps no values.
    record Backward(String op, Tensor x, float factor) implements ExampleRule {
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
            gradients.into(x, gradX -> ws.backend().reduction().sumGradInput(
                    gradY.buffer(), factor, gradX, x.shape().size()));
        }
    }

    /// gradX = factor gradY, at each step of the axis. Keeps no values.
    record AxisBackward(String op, Tensor x, int axis, float factor) implements ExampleRule {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return axis > 0 ? Optional.of(output) : Optional.empty();
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            var kernels = ws.backend().arithmetic();
            Shape kept = Steps.shape(x.shape(), axis, 1);
            gradients.into(x, gradX -> {
                kernels.scale(gradY.buffer(), factor, new Destination(gradY.buffer(), false), gradY.shape().size());
                kernels.copy(
                        new View(gradY.buffer(), 0, Broadcast.strides(kept, x.shape())),
                        new View(gradX.buffer(), 0, Broadcast.dense(x.shape())), gradX.add(), x.shape().toArray());
            });
        }
    }
}
