package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.argument.Checks;

/// The same values, through which no gradient flows.
public final class DetachOp {
    private DetachOp() {}

    /// y = x, a constant of the shape of `x`.
    ///
    /// A copy: a workspace gives memory back tensor by tensor, so two tensors never share it.
    ///
    /// @throws IllegalArgumentException if `x` is not F32
    public static Tensor apply(Workspace ws, Tensor x) {
        Checks.floats("detach", "x", x);
        Tensor y = ws.empty(x.shape());
        ws.backend().arithmetic().copy(x.buffer(), new Destination(y.buffer(), false), x.shape().size());
        return y;
    }
}
