package dev.lathe.tensor.op.example;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import java.util.Arrays;

/// Squares of sums of rows: what examples give a bias, or a row of a table.
public final class SegmentSquares {
    private SegmentSquares() {}

    /// Adds |Σ x|² of each example, the sum being over its rows.
    ///
    /// @param x `[rows,cols]`
    public static void add(Workspace ws, Buffer x, int cols, ExampleRows rows, double[] squares) {
        var segments = new int[rows.rows()];
        Arrays.setAll(segments, rows::owner);
        var owners = new int[rows.examples()];
        Arrays.setAll(owners, example -> example);
        add(ws, x, cols, segments, owners, squares);
    }

    /// Adds Σ |Σ x|² of each example: the inner sum is over its rows with the same index, the outer one over its indices.
    ///
    /// @param x `[rows,cols]`
    /// @param indices of the rows
    public static void add(Workspace ws, Buffer x, int cols, ExampleRows rows, int[] indices, double[] squares) {
        var keys = new long[indices.length];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = (long) rows.owner(row) << Integer.SIZE | indices[row];
        }
        long[] distinct = Arrays.stream(keys).filter(key -> key >= 0).sorted().distinct().toArray();
        var segments = new int[keys.length];
        Arrays.setAll(segments, row -> keys[row] < 0 ? ExampleRows.NOBODY : Arrays.binarySearch(distinct, keys[row]));
        var owners = new int[distinct.length];
        Arrays.setAll(owners, segment -> (int) (distinct[segment] >>> Integer.SIZE));
        add(ws, x, cols, segments, owners, squares);
    }

    private static void add(Workspace ws, Buffer x, int cols, int[] segments, int[] owners, double[] squares) {
        int nobody = owners.length;
        var places = new int[segments.length];
        Arrays.setAll(places, row -> segments[row] == ExampleRows.NOBODY ? nobody : segments[row]);
        Tensor sums = ws.empty(Shape.of(nobody + 1, cols));
        ws.backend().rows().gatherGradTable(x, places, new Destination(sums.buffer(), false), nobody + 1, cols);
        var values = new float[nobody * cols];
        sums.buffer().read(0, values, 0, values.length);
        ws.discard(sums);
        for (int segment = 0; segment < nobody; segment++) {
            squares[owners[segment]] += of(values, segment * cols, cols);
        }
    }

    /// The sum of the squares of some numbers.
    static double of(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }
}
