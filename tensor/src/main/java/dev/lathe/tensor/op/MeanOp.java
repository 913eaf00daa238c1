package dev.lathe.tensor.op;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// The mean of all elements.
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
}
