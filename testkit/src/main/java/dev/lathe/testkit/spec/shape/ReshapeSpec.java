package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.ReshapeOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.List;

/// Samples, refusals and double-precision reference of [ReshapeOp].
public final class ReshapeSpec implements OpSpec {
    @Override
    public String name() {
        return "reshape";
    }

    @Override
    public Class<?> op() {
        return ReshapeOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1), Axes.list()),
                Sample.of("rows of rows", rand.normal(6, 7), Axes.list(2, 3, 7)),
                Sample.of("flat", rand.normal(2, 3, 5), Axes.list(30)),
                Sample.of("nothing", rand.normal(0, 3), Axes.list(5, 0)),
                Sample.of("bert heads", rand.normal(5, 768), Axes.list(5, 12, 64)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ReshapeOp.apply(ws, in.tensor(0), Shape.of(in.tensor(1).toIntArray()));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        // Copied, so exact.
        return Expected.of(Shape.of(sample.ints(1)), x.clone(), new double[x.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("reshape: x [2,3] to [4,2]: 6 elements and 8 differ", ws ->
                        ReshapeOp.apply(ws, ws.zeros(Shape.of(2, 3)), Shape.of(4, 2))),
                Refusal.argument("reshape: x is I32: needs F32", ws ->
                        ReshapeOp.apply(ws, ws.ofInts(Shape.of(1), 7), Shape.of(1))));
    }
}
