package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.ArrayList;
import java.util.List;

/// Samples, refusals and double-precision reference of [SumOp].
public final class SumAxisSpec implements OpSpec {
    @Override
    public String name() {
        return "sum, one axis";
    }

    @Override
    public Class<?> op() {
        return SumOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        var samples = new ArrayList<>(Axes.samples(rand::normal));
        samples.add(Sample.of("no steps", rand.normal(3, 0), Axes.list(1)));
        samples.add(Sample.of("no steps of rows", rand.normal(0, 3), Axes.list(0)));
        return samples;
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SumOp.apply(ws, in.tensor(0), in.tensor(1).toIntArray()[0]);
    }

    @Override
    public Expected reference(Sample sample) {
        return summed(sample, 1);
    }

    /// factor Σ x over the axis
    static Expected summed(Sample sample, double factor) {
        double[] x = sample.floats(0);
        int axis = Axes.of(sample);
        int length = sample.shape(0).dim(axis);
        int inner = Axes.inner(sample.shape(0), axis);
        Shape shape = Axes.without(sample.shape(0), axis);
        var y = new double[shape.size()];
        var magnitudes = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            int at = i / inner / length * inner + i % inner;
            y[at] += factor * x[i];
            magnitudes[at] += Math.abs(factor * x[i]);
        }
        return Expected.of(shape, y, magnitudes, length);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("sum: axis 2: x [2,3] has 2 axes", ws -> SumOp.apply(ws, ws.zeros(Shape.of(2, 3)), 2)),
                Refusal.argument("sum: axis -1: x [] has 0 axes", ws -> SumOp.apply(ws, ws.zeros(Shape.of()), -1)),
                Refusal.argument("sum: x is I32: needs F32", ws ->
                        SumOp.apply(ws, ws.ofInts(Shape.of(1), 7), 0)));
    }
}
