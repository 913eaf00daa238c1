package dev.lathe.tensor.op.reduce;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;

/// The mean of all elements, or of those along one axis.
public final class MeanOp {
    private MeanOp() {}

    /// y = Σ x / size, a scalar. The gradient is that of [SumOp], divided by the size.
    ///
    /// @throws IllegalArgumentException if `x` is not F32 or has no elements
    public static Tensor apply(Workspace ws, Tensor x) {
        if (x.shape().size() == 0) {
            throw new IllegalArgumentException("mean: x %s: has no elements".formatted(x.shape()));
        }
        return SumOp.scaled(ws, "mean", x, 1f / x.shape().size());
    }

    /// y = Σ x / length, over one axis. The gradient is that of [SumOp], divided by the axis' length.
    ///
    /// | tensor | shape                     |
    /// |--------|---------------------------|
    /// | `x`    | any                       |
    /// | result | the same without the axis |
    ///
    /// @param axis negative ones count from the last
    /// @throws IllegalArgumentException if `x` is not F32, lacks the axis or has no step on it
    public static Tensor apply(Workspace ws, Tensor x, int axis) {
        Checks.floats("mean", "x", x);
        int at = Checks.axis("mean", "x", x.shape(), axis);
        if (x.shape().dim(at) == 0) {
            throw new IllegalArgumentException("mean: x %s: has no step on axis %d".formatted(x.shape(), at));
        }
        return SumOp.scaled(ws, "mean", x, at, 1f / x.shape().dim(at));
    }
}
