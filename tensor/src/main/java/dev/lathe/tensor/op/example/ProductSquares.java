package dev.lathe.tensor.op.example;

import dev.lathe.tensor.ExampleRows;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Squares of what examples give the weight of a linear map.
///
/// With A the inputs of an example's t rows, `[t,in]`, and G the gradients of their outputs, `[t,out]`, in the cheaper of two forms:
///
///     |Aᵀ G|² = Σ (A Aᵀ) (G Gᵀ)        element by element: t² (in + out) products instead of t in out
///
/// Sources: Goodfellow, 2015; Li et al., 2022, section 4. Where rows of an example cancel, the digits of the second form go: an example
/// for which it gives less than a 1024th of (Σ |a| |g|)² is computed by the first.
///
/// Examples of like length are computed together.
public final class ProductSquares {
    private static final double LEAST_SHARE = 0x1p-10;
    /// Floats of the matrices that are computed at once.
    private static final int MEMORY = 1 << 22;

    private final Workspace ws;
    private final Buffer a;
    private final Buffer g;
    private final int in;
    private final int out;
    private final int rows;
    private final double[] squares;

    private ProductSquares(Workspace ws, Buffer a, int in, Buffer g, int out, int rows, double... squares) {
        this.ws = ws;
        this.a = a;
        this.g = g;
        this.in = in;
        this.out = out;
        this.rows = rows;
        this.squares = squares;
    }

    /// Adds |Aᵀ G|² of each example.
    ///
    /// @param a `[rows,in]`
    /// @param g `[rows,out]`
    public static void add(Workspace ws, Buffer a, int in, Buffer g, int out, ExampleRows owners, double[] squares) {
        new ProductSquares(ws, a, in, g, out, owners.rows(), squares).add(owners.byExample());
    }

    private record Example(int number, int[] rows) {}

    private void add(int[][] byExample) {
        List<Example> examples = IntStream.range(0, byExample.length).filter(e -> byExample[e].length > 0)
                .mapToObj(e -> new Example(e, byExample[e]))
                .sorted(Comparator.comparingInt((Example e) -> e.rows.length).reversed()).toList();
        for (int from = 0; from < examples.size();) {
            int longest = examples.get(from).rows.length;
            boolean gram = (long) longest * (in + out) <= (long) in * out;
            long each = gram ? (long) longest * (longest + in + out) : (long) longest * (in + out) + (long) in * out;
            int to = from + 1;
            while (to < examples.size() && 4L * examples.get(to).rows.length >= 3L * longest && (to + 1 - from) * each <= MEMORY) {
                to++;
            }
            List<Example> alike = examples.subList(from, to);
            if (gram) {
                direct(grams(alike, longest));
            } else {
                direct(alike, longest);
            }
            from = to;
        }
    }

    /// @return those whose rows cancel
    private List<Example> grams(List<Example> examples, int longest) {
        var rowsOfAll = new PaddedRows(ws, examples.stream().map(Example::rows).toList(), longest, rows);
        float[] inputs = rowsOfAll.grams(a, in);
        float[] gradients = rowsOfAll.grams(g, out);
        var cancelled = new ArrayList<Example>();
        for (int e = 0; e < examples.size(); e++) {
            int count = examples.get(e).rows.length;
            double sum = 0;
            double lengths = 0;
            for (int t = 0; t < count; t++) {
                int at = (e * longest + t) * longest;
                double before = 0;
                for (int s = 0; s < t; s++) {
                    before += (double) inputs[at + s] * gradients[at + s];
                }
                double own = (double) inputs[at + t] * gradients[at + t];
                sum += 2 * before + own;
                lengths += Math.sqrt(own);
            }
            if (sum < LEAST_SHARE * lengths * lengths) {
                cancelled.add(examples.get(e));
            } else {
                squares[examples.get(e).number] += sum;
            }
        }
        return cancelled;
    }

    private void direct(List<Example> examples) {
        for (Example example : examples) {
            direct(List.of(example), example.rows.length);
        }
    }

    private void direct(List<Example> examples, int longest) {
        var rowsOfAll = new PaddedRows(ws, examples.stream().map(Example::rows).toList(), longest, rows);
        float[] products = rowsOfAll.products(g, out, a, in);
        for (int e = 0; e < examples.size(); e++) {
            squares[examples.get(e).number] += SegmentSquares.of(products, e * in * out, in * out);
        }
    }
}
