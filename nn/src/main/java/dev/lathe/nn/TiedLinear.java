package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.LinearOp;

/// [LinearOp] with a weight that belongs to another layer, such as the table of an [Embedding], and a `bias` of its own.
///
/// Source: Press and Wolf, 2017, section 1. The gradients of both uses add up in the one weight.
public final class TiedLinear {
    private final Parameter weight;
    private final Parameter bias;

    /// @param weight `[out,in]`, made elsewhere
    public TiedLinear(ModelScope scope, Parameter weight) {
        this.weight = weight;
        bias = scope.parameter("bias", Shape.of(weight.shape().dim(0)), Initializer.ZEROS);
    }

    /// `[rows,in]` to `[rows,out]`.
    public Tensor forward(Workspace ws, Tensor x) {
        return LinearOp.apply(ws, x, weight.value(), bias.value());
    }
}
