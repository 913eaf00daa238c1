package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MeanOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.List;

/// Samples, refusals and double-precision reference of [MeanOp].
public final class MeanAxisSpec implements OpSpec {
    @Override
    public String name() {
        return "mean, one axis";
    }

    @Override
    public Class<?> op() {
        return MeanOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Axes.samples(rand::normal);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MeanOp.apply(ws, in.tensor(0), in.tensor(1).toIntArray()[0]);
    }

    @Override
    public Expected reference(Sample sample) {
        return SumAxisSpec.summed(sample, 1.0 / sample.shape(0).dim(Axes.of(sample)));
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("mean: axis 2: x [2,3] has 2 axes", ws -> MeanOp.apply(ws, ws.zeros(Shape.of(2, 3)), 2)),
                Refusal.argument("mean: x [2,0]: has no step on axis 1", ws -> MeanOp.apply(ws, ws.zeros(Shape.of(2, 0)), -1)),
                Refusal.argument("mean: x is I32: needs F32", ws ->
                        MeanOp.apply(ws, ws.ofInts(Shape.of(1), 7), 0)));
    }
}
