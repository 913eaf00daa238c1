package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.SliceOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.List;

/// Samples, refusals and double-precision reference of [SliceOp].
public final class SliceSpec implements OpSpec {
    @Override
    public String name() {
        return "slice";
    }

    @Override
    public Class<?> op() {
        return SliceOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1), Axes.list(0, 0, 1)),
                Sample.of("all", rand.normal(3, 7), Axes.list(1, 0, 7)),
                Sample.of("rows", rand.normal(9, 7), Axes.list(0, 2, 5)),
                Sample.of("columns", rand.normal(3, 37), Axes.list(-1, 3, 33)),
                Sample.of("middle axis", rand.normal(3, 5, 17), Axes.list(1, 3, 2)),
                Sample.of("no steps", rand.normal(3, 5), Axes.list(1, 5, 0)),
                Sample.of("nothing", rand.normal(0, 5), Axes.list(1, 1, 2)),
                Sample.of("bert rows", rand.normal(5, 768), Axes.list(0, 1, 3)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SliceOp.apply(ws, in.tensor(0), in.tensor(1).toIntArray()[0], in.tensor(1).toIntArray()[1],
                in.tensor(1).toIntArray()[2]);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int axis = Axes.of(sample);
        int start = sample.ints(1)[1];
        int count = sample.ints(1)[2];
        int length = sample.shape(0).dim(axis);
        int inner = Axes.inner(sample.shape(0), axis);
        Shape shape = Axes.with(sample.shape(0), axis, count);
        var y = new double[shape.size()];
        for (int i = 0; i < y.length; i++) {
            int step = i / inner % count + start;
            y[i] = x[(i / inner / count * length + step) * inner + i % inner];
        }
        // Copied, so exact.
        return Expected.of(shape, y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("slice: axis 2: x [2,3] has 2 axes", ws -> SliceOp.apply(ws, ws.zeros(Shape.of(2, 3)), 2, 0, 1)),
                Refusal.index("slice: 2 steps from 2 on axis 1: x [2,3] has steps 0..2", ws ->
                        SliceOp.apply(ws, ws.zeros(Shape.of(2, 3)), -1, 2, 2)),
                Refusal.index("slice: 1 steps from -1 on axis 0: x [2,3] has steps 0..1", ws ->
                        SliceOp.apply(ws, ws.zeros(Shape.of(2, 3)), 0, -1, 1)),
                Refusal.argument("slice: x is I32: needs F32", ws ->
                        SliceOp.apply(ws, ws.ofInts(Shape.of(1), 7), 0, 0, 1)));
    }
}
