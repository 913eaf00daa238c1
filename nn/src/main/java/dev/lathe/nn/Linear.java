package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.LinearGeluOp;
import dev.lathe.tensor.op.LinearOp;

/// [LinearOp] with its own `weight` `[out,in]` and `bias` `[out]`.
public final class Linear {
    private final Parameter weight;
    private final Parameter bias;

    /// @param weightInitializer of the weight; the bias starts from zeros
    public Linear(ModelScope scope, int in, int out, Initializer weightInitializer) {
        weight = scope.parameter("weight", Shape.of(out, in), weightInitializer);
        bias = scope.parameter("bias", Shape.of(out), Initializer.ZEROS);
    }

    /// `[rows,in]` to `[rows,out]`.
    public Tensor forward(Workspace ws, Tensor x) {
        return LinearOp.apply(ws, x, weight.value(), bias.value());
    }

    /// [LinearGeluOp]: the same with GELU applied, in its exact form.
    public Tensor forwardGelu(Workspace ws, Tensor x) {
        return LinearGeluOp.apply(ws, x, weight.value(), bias.value());
    }
}
