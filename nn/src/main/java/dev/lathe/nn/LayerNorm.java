package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.LayerNormOp;

/// [LayerNormOp] with its own `weight` and `bias` `[features]`.
public final class LayerNorm {
    private final Parameter weight;
    private final Parameter bias;
    private final float epsilon;

    /// @param epsilon added to the variance
    public LayerNorm(ModelScope scope, int features, double epsilon) {
        weight = scope.parameter("weight", Shape.of(features), Initializer.ONES);
        bias = scope.parameter("bias", Shape.of(features), Initializer.ZEROS);
        this.epsilon = (float) epsilon;
    }

    /// `[rows,features]` to the same shape.
    public Tensor forward(Workspace ws, Tensor x) {
        return LayerNormOp.apply(ws, x, weight.value(), bias.value(), epsilon);
    }
}
