package dev.lathe.tensor.op.shape;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import dev.lathe.tensor.op.example.SegmentSquares;
import java.util.List;
import java.util.Optional;

/// Picks rows by index, such as the first token of each sequence.
public final class GatherOp {
    private GatherOp() {}

    /// Row i of the result is row `indices[i]` of `x`.
    ///
    /// | tensor    | shape           |
    /// |-----------|-----------------|
    /// | `x`       | `[rows,cols]`   |
    /// | `indices` | I32 `[count]`   |
    /// | result    | `[count,cols]`  |
    ///
    /// @throws IllegalArgumentException if `x` is no matrix or `indices` no list of integers
    /// @throws IndexOutOfBoundsException if an index is none of a row
    public static Tensor apply(Workspace ws, Tensor x, Tensor indices) {
        check("gather", "x", x, "indices", indices);
        int outside = firstOutside(ws, x, indices);
        if (outside >= 0) {
            throw new IndexOutOfBoundsException("gather: index %d at %d: x has rows 0..%d".formatted(
                    indices.toIntArray()[outside], outside, x.shape().dim(0) - 1));
        }
        return rows(ws, "gather", x, indices);
    }

    /// The rows, for indices that have been checked.
    static Tensor rows(Workspace ws, String op, Tensor table, Tensor indices) {
        int count = indices.shape().dim(0);
        int cols = table.shape().dim(1);
        Tensor y = ws.empty(Shape.of(count, cols));
        ws.backend().rows().gather(table.buffer(), indices.buffer(), y.buffer(), count, cols);
        return ws.record(y, new Backward(op, table, indices));
    }

    /// gradTable's row `indices[i]` += gradY's row i, in order of i. Keeps the indices.
    record Backward(String op, Tensor table, Tensor indices) implements ExampleRule {
        @Override
        public List<Tensor> inputs() {
            return List.of(table);
        }

        @Override
        public Optional<ExampleRows> rowsOf(Tensor input, ExampleRows output) {
            return output.pickedFrom(table.shape().dim(0), indices.toIntArray());
        }

        @Override
        public boolean shares(Tensor input) {
            return true;
        }

        @Override
        public void addSquares(Workspace ws, Tensor parameter, Tensor gradY, ExampleRows rows, double[] squares) {
            SegmentSquares.add(ws, gradY.buffer(), table.shape().dim(1), rows, indices.toIntArray(), squares);
        }

        @Override
        public boolean reads(Tensor tensor) {
            return false;
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(table, gradTable -> ws.backend().rows().gatherGradTable(
                    gradY.buffer(), indices.toIntArray(), gradTable, table.shape().dim(0), table.shape().dim(1)));
        }
    }

    static void check(String op, String name, Tensor table, String indexName, Tensor indices) {
        Checks.floats(op, name, table);
        Checks.rank(op, name, table, 2);
        Checks.ints(op, indexName, indices);
        Checks.rank(op, indexName, indices, 1);
    }

    static int firstOutside(Workspace ws, Tensor table, Tensor indices) {
        return indices.isKnown()
                ? firstOutside(indices.toIntArray(), table.shape().dim(0))
                : ws.backend().rows().firstOutside(indices.buffer(), indices.shape().size(), table.shape().dim(0));
    }

    private static int firstOutside(int[] indices, int rows) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= rows) {
                return i;
            }
        }
        return -1;
    }
}
