package dev.lathe.nn;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.GeluOp;

/// A linear map of rows, whatever it is made of: a weight matrix ([DenseLinear]), or something in its place.
///
/// Made by [ModelScope#linear], so that the model's [ModelPlan] decides by its place what stands there.
public interface Linear {
    /// `[rows,in]` to `[rows,out]`.
    Tensor forward(Workspace ws, Tensor x);

    /// The same with GELU applied, in its exact form: in one op where there is one.
    default Tensor forwardGelu(Workspace ws, Tensor x) {
        Tensor y = forward(ws, x);
        Tensor active = GeluOp.apply(ws, y);
        ws.discard(y);
        return active;
    }

    /// As [#forward(Workspace, Tensor)], of a row for each token: what a map needs that drops out by token.
    ///
    /// @param sequences whose tokens the rows of `x` are
    default Tensor forward(Workspace ws, Tensor x, PackedSequences sequences) {
        return forward(ws, x);
    }

    /// As [#forwardGelu(Workspace, Tensor)], of a row for each token.
    ///
    /// @param sequences whose tokens the rows of `x` are
    default Tensor forwardGelu(Workspace ws, Tensor x, PackedSequences sequences) {
        return forwardGelu(ws, x);
    }
}
