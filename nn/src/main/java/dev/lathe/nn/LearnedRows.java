package dev.lathe.nn;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.SliceOp;

/// Rows that are learnt, the same for every text: one part, or several side by side, such as keys and values of each layer.
public final class LearnedRows {
    /// What the parameter is called, as in PEFT's files.
    public static final String NAME = "prompt_embeddings";

    private final Parameter table;
    private final int features;

    /// @param scope the encoder's
    /// @param count of rows
    /// @param parts side by side
    /// @param features of a row of a part
    public LearnedRows(ModelScope scope, int count, int parts, int features, Initializer initializer) {
        this.features = features;
        table = scope.ownParameter(NAME, Shape.of(count, Math.multiplyExact(parts, features)), initializer);
    }

    public int count() {
        return table.shape().dim(0);
    }

    /// `[count,features]`
    ///
    /// @param part from 0
    public Tensor part(Workspace ws, int part) {
        return SliceOp.apply(ws, table.value(), 1, part * features, features);
    }
}
