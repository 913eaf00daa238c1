package dev.lathe.testkit.spec;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.RowDotOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

public final class RowDotSpec implements OpSpec {
    @Override
    public String name() {
        return "rowDot";
    }

    @Override
    public Class<?> op() {
        return RowDotOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1),
                sample("odd length", rand, 5, 7),
                sample("below a vector", rand, 3, 15),
                sample("above a vector", rand, 2, 17),
                sample("above two vectors", rand, 7, 33),
                sample("no columns", rand, 3, 0),
                sample("no rows", rand, 0, 3),
                sample("bert rows", rand, 5, 768));
    }

    private static Sample sample(String name, Rand rand, int rows, int cols) {
        return Sample.of(name, rand.normal(rows, cols), rand.normal(rows, cols));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return RowDotOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        int rows = sample.shape(0).dim(0);
        int cols = sample.shape(0).dim(1);
        var y = new double[rows];
        var magnitudes = new double[rows];
        for (int i = 0; i < rows * cols; i++) {
            double term = sample.floats(0)[i] * sample.floats(1)[i];
            y[i / cols] += term;
            magnitudes[i / cols] += Math.abs(term);
        }
        return Expected.of(Shape.of(rows), y, magnitudes, cols);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("rowDot: b [3,2]: needs the shape of a [2,3]", ws ->
                        RowDotOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3, 2)))),
                Refusal.argument("rowDot: b [1,3]: needs the shape of a [2,3]", ws ->
                        RowDotOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(1, 3)))),
                Refusal.argument("rowDot: a [3]: needs 2 axes", ws ->
                        RowDotOp.apply(ws, ws.zeros(Shape.of(3)), ws.zeros(Shape.of(3)))),
                Refusal.argument("rowDot: a is I32: needs F32", ws ->
                        RowDotOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7), ws.zeros(Shape.of(1, 1)))),
                Refusal.argument("rowDot: b is I32: needs F32", ws ->
                        RowDotOp.apply(ws, ws.zeros(Shape.of(1, 1)), ws.ofInts(Shape.of(1, 1), 7))));
    }
}
