package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.TransposeOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.List;

/// Samples, refusals and double-precision reference of [TransposeOp].
public final class TransposeSpec implements OpSpec {
    @Override
    public String name() {
        return "transpose";
    }

    @Override
    public Class<?> op() {
        return TransposeOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1, 1), Axes.list(0, 1)),
                Sample.of("matrix", rand.normal(3, 7), Axes.list(-2, -1)),
                Sample.of("square", rand.normal(17, 17), Axes.list(1, 0)),
                Sample.of("heads", rand.normal(3, 5, 4), Axes.list(0, 1)),
                Sample.of("outer axes", rand.normal(2, 3, 4, 5), Axes.list(0, 2)),
                Sample.of("an axis with itself", rand.normal(2, 3), Axes.list(1, 1)),
                Sample.of("nothing", rand.normal(0, 3), Axes.list(0, 1)),
                Sample.of("bert rows", rand.normal(5, 768), Axes.list(0, 1)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return TransposeOp.apply(ws, in.tensor(0), in.tensor(1).toIntArray()[0], in.tensor(1).toIntArray()[1]);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int rank = sample.shape(0).rank();
        int one = Math.floorMod(sample.ints(1)[0], rank);
        int two = Math.floorMod(sample.ints(1)[1], rank);
        Shape shape = Axes.with(Axes.with(sample.shape(0), one, sample.shape(0).dim(two)), two, sample.shape(0).dim(one));
        var y = new double[x.length];
        var index = new int[rank];
        for (int i = 0; i < y.length; i++) {
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--) {
                index[axis == one ? two : axis == two ? one : axis] = rest % shape.dim(axis);
                rest /= shape.dim(axis);
            }
            int at = 0;
            for (int axis = 0; axis < rank; axis++) {
                at = at * sample.shape(0).dim(axis) + index[axis];
            }
            y[i] = x[at];
        }
        // Copied, so exact.
        return Expected.of(shape, y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("transpose: axis -2: x [3] has 1 axes", ws -> TransposeOp.apply(ws, ws.zeros(Shape.of(3)))),
                Refusal.argument("transpose: axis 2: x [2,3] has 2 axes", ws -> TransposeOp.apply(ws, ws.zeros(Shape.of(2, 3)), 0, 2)),
                Refusal.argument("transpose: x is I32: needs F32", ws -> TransposeOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7))));
    }
}
