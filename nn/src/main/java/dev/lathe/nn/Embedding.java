package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.EmbeddingOp;

/// [EmbeddingOp] with its own table, called `weight`, `[vocabulary,features]`.
public final class Embedding {
    private final String what;
    private final Parameter weight;

    /// @param what kind of id, for errors: `token`, `position`, `token type`
    public Embedding(ModelScope scope, String what, int vocabulary, int features, Initializer initializer) {
        this.what = what;
        weight = scope.parameter("weight", Shape.of(vocabulary, features), initializer);
    }

    /// The table itself, for a decoder that is tied to it.
    public Parameter weight() {
        return weight;
    }

    /// I32 `[rows]` to `[rows,features]`.
    public Tensor forward(Workspace ws, Tensor ids) {
        return EmbeddingOp.apply(ws, weight.value(), ids, what);
    }
}
