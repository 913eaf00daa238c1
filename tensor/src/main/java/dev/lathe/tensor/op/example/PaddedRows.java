package dev.lathe.tensor.op.example;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import java.util.Arrays;
import java.util.List;

/// The rows of several examples as a stack of matrices of the same number of rows: shorter ones are filled up.
final class PaddedRows {
    private final Workspace ws;
    private final List<int[]> examples;
    private final int longest;
    private final int rows;
    /// The row that each row of the stack is; of those that fill up, one of the example's.
    private final int[] places;
    private final boolean asTheyAre;

    /// @param examples their rows, at least one each
    /// @param rows number of rows of all tensors
    PaddedRows(Workspace ws, List<int[]> examples, int longest, int rows) {
        this.ws = ws;
        this.examples = examples;
        this.longest = longest;
        this.rows = rows;
        this.places = new int[examples.size() * longest];
        boolean same = places.length == rows;
        for (int i = 0; i < places.length; i++) {
            int[] own = examples.get(i / longest);
            places[i] = own[Math.min(i % longest, own.length - 1)];
            same &= places[i] == i;
        }
        this.asTheyAre = same;
    }

    /// x xᵀ of each example, `[examples,longest,longest]`. What fills up has numbers too.
    ///
    /// @param x `[rows,cols]`
    float[] grams(Buffer x, int cols) {
        Tensor stack = asTheyAre ? null : gathered(x, cols);
        Buffer values = stack == null ? x : stack.buffer();
        Tensor grams = ws.empty(Shape.of(examples.size(), longest, longest));
        ws.backend().matMul().matMul(new Operand(values, false), new Operand(values, true),
                new Destination(grams.buffer(), false), examples.size(), longest, longest, cols);
        if (stack != null) {
            ws.discard(stack);
        }
        return read(grams);
    }

    /// gᵀ a of each example, `[examples,out,in]`.
    ///
    /// @param g `[rows,out]`
    /// @param a `[rows,in]`
    float[] products(Buffer g, int out, Buffer a, int in) {
        Tensor gradients = zeroFilled(g, out);
        Tensor inputs = gathered(a, in);
        Tensor products = ws.empty(Shape.of(examples.size(), out, in));
        ws.backend().matMul().matMul(new Operand(gradients.buffer(), true), new Operand(inputs.buffer(), false),
                new Destination(products.buffer(), false), examples.size(), out, in, longest);
        ws.discard(gradients);
        ws.discard(inputs);
        return read(products);
    }

    private Tensor gathered(Buffer x, int cols) {
        Tensor stack = ws.empty(Shape.of(places.length, cols));
        Tensor indices = ws.ofInts(Shape.of(places.length), places);
        ws.backend().rows().gather(x, indices.buffer(), stack.buffer(), places.length, cols);
        ws.discard(indices);
        return stack;
    }

    /// What fills up is 0. Has a row more, for the rows of other examples.
    private Tensor zeroFilled(Buffer x, int cols) {
        var targets = new int[rows];
        Arrays.fill(targets, places.length);
        for (int e = 0; e < examples.size(); e++) {
            int[] own = examples.get(e);
            for (int i = 0; i < own.length; i++) {
                targets[own[i]] = e * longest + i;
            }
        }
        Tensor stack = ws.empty(Shape.of(places.length + 1, cols));
        ws.backend().rows().gatherGradTable(x, targets, new Destination(stack.buffer(), false), places.length + 1, cols);
        return stack;
    }

    private float[] read(Tensor t) {
        float[] values = t.toArray();
        ws.discard(t);
        return values;
    }
}
