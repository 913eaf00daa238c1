package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;

/// Looks up the vectors of tokens, positions or token types.
public final class EmbeddingOp {
    private EmbeddingOp() {}

    /// Row i of the result is row `ids[i]` of `table`. The gradient is that of [GatherOp].
    ///
    /// | tensor  | shape                 |
    /// |---------|-----------------------|
    /// | `table` | `[vocabulary,hidden]` |
    /// | `ids`   | I32 `[tokens]`        |
    /// | result  | `[tokens,hidden]`     |
    ///
    /// @param what kind of id, for errors: `token`, `position`, `token type`
    /// @throws IllegalArgumentException if `table` is no matrix or `ids` no list of integers
    /// @throws IndexOutOfBoundsException if an id is outside the table
    public static Tensor apply(Workspace ws, Tensor table, Tensor ids, String what) {
        GatherOp.check("embedding", "table", table, "ids", ids);
        int outside = GatherOp.firstOutside(ws, table, ids);
        if (outside >= 0) {
            throw new IndexOutOfBoundsException("embedding: %s id %d at %d: vocabulary has 0..%d".formatted(
                    what, ids.toIntArray()[outside], outside, table.shape().dim(0) - 1));
        }
        return GatherOp.rows(ws, "embedding", table, ids);
    }
}
