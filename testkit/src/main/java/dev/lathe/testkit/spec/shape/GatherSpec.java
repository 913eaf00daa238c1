package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.GatherOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [GatherOp].
public final class GatherSpec implements OpSpec {
    @Override
    public String name() {
        return "gather";
    }

    @Override
    public Class<?> op() {
        return GatherOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return tables(rand);
    }

    /// A table and indices into it, some of them more than once.
    static List<Sample> tables(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1, 1), rand.ints(1, 1)),
                Sample.of("odd sizes", rand.normal(5, 7), rand.ints(9, 5)),
                Sample.of("every row the same", rand.normal(4, 17), new Input.Ints(Shape.of(3), 2, 2, 2)),
                Sample.of("no indices", rand.normal(4, 3), rand.ints(0, 4)),
                Sample.of("no columns", rand.normal(4, 0), rand.ints(2, 4)),
                Sample.of("columns for several jobs", rand.normal(6, 130), rand.ints(20, 6)),
                Sample.of("bert rows", rand.normal(9, 768), rand.ints(5, 9)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return GatherOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        return picked(sample);
    }

    static Expected picked(Sample sample) {
        double[] table = sample.floats(0);
        int[] indices = sample.ints(1);
        int cols = sample.shape(0).dim(1);
        var y = new double[indices.length * cols];
        for (int i = 0; i < y.length; i++) {
            y[i] = table[indices[i / cols] * cols + i % cols];
        }
        // Copied, so exact.
        return Expected.of(Shape.of(indices.length, cols), y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.index("gather: index 3 at 1: x has rows 0..2", ws ->
                        GatherOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.ofInts(Shape.of(2), 0, 3))),
                Refusal.index("gather: index -1 at 0: x has rows 0..2", ws ->
                        GatherOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.ofInts(Shape.of(1), -1))),
                Refusal.argument("gather: x [3]: needs 2 axes", ws ->
                        GatherOp.apply(ws, ws.zeros(Shape.of(3)), ws.ofInts(Shape.of(1), 0))),
                Refusal.argument("gather: indices [1,1]: needs 1 axes", ws ->
                        GatherOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.ofInts(Shape.of(1, 1), 0))),
                Refusal.argument("gather: indices is F32: needs I32", ws ->
                        GatherOp.apply(ws, ws.zeros(Shape.of(3, 2)), ws.zeros(Shape.of(1)))));
    }
}
