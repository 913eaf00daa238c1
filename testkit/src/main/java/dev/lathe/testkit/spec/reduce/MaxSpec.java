package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MaxOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.Arrays;
import java.util.List;

/// Samples, refusals and double-precision reference of [MaxOp].
public final class MaxSpec implements OpSpec {
    @Override
    public String name() {
        return "max";
    }

    @Override
    public Class<?> op() {
        return MaxOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Axes.samples(rand::distinct);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MaxOp.apply(ws, in.tensor(0), in.tensor(1).toIntArray()[0]);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int axis = Axes.of(sample);
        int length = sample.shape(0).dim(axis);
        int inner = Axes.inner(sample.shape(0), axis);
        Shape shape = Axes.without(sample.shape(0), axis);
        var y = new double[shape.size()];
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.length; i++) {
            int at = i / inner / length * inner + i % inner;
            y[at] = Math.max(y[at], x[i]);
        }
        // Copied, so exact.
        return Expected.of(shape, y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("max: axis 2: x [2,3] has 2 axes", ws -> MaxOp.apply(ws, ws.zeros(Shape.of(2, 3)), 2)),
                Refusal.argument("max: x [0,2]: has no step on axis 0", ws -> MaxOp.apply(ws, ws.zeros(Shape.of(0, 2)), 0)),
                Refusal.argument("max: x is I32: needs F32", ws ->
                        MaxOp.apply(ws, ws.ofInts(Shape.of(1), 7), 0)));
    }
}
