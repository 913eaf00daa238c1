package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;

/// [LinearOp], or [LinearGeluOp], with its own `weight` `[out,in]` and `bias` `[out]`.
public final class DenseLinear implements Linear {
    private final Parameter weight;
    private final Parameter bias;

    /// @param scope the layer's own
    /// @param weightInitializer of the weight; the bias starts from zeros
    public DenseLinear(ModelScope scope, int in, int out, Initializer weightInitializer) {
        weight = scope.parameter("weight", Shape.of(out, in), weightInitializer);
        bias = scope.parameter("bias", Shape.of(out), Initializer.ZEROS);
    }

    /// `[out,in]`
    public Parameter weight() {
        return weight;
    }

    /// `[out]`
    public Parameter bias() {
        return bias;
    }

    @Override
    public Tensor forward(Workspace ws, Tensor x) {
        return LinearOp.apply(ws, x, weight.value(), bias.value());
    }

    @Override
    public Tensor forwardGelu(Workspace ws, Tensor x) {
        return LinearGeluOp.apply(ws, x, weight.value(), bias.value());
    }
}
