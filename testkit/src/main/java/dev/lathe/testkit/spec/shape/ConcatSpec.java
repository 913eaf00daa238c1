package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.ConcatOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Axes;
import java.util.List;

/// Samples, refusals and double-precision reference of [ConcatOp].
public final class ConcatSpec implements OpSpec {
    @Override
    public String name() {
        return "concat";
    }

    @Override
    public Class<?> op() {
        return ConcatOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element each", axis(0), rand.normal(1), rand.normal(1), rand.normal(1)),
                Sample.of("rows", axis(0), rand.normal(2, 7), rand.normal(5, 7), rand.normal(1, 7)),
                Sample.of("columns", axis(-1), rand.normal(3, 7), rand.normal(3, 17), rand.normal(3, 1)),
                Sample.of("middle axis", axis(1), rand.normal(3, 2, 5), rand.normal(3, 4, 5), rand.normal(3, 1, 5)),
                Sample.of("same shapes", axis(-1), rand.normal(3, 16), rand.normal(3, 16), rand.normal(3, 16)),
                Sample.of("an empty part", axis(0), rand.normal(2, 3), rand.normal(0, 3), rand.normal(1, 3)),
                Sample.of("nothing", axis(1), rand.normal(0, 3), rand.normal(0, 2), rand.normal(0, 0)),
                Sample.of("bert rows", axis(0), rand.normal(2, 768), rand.normal(3, 768), rand.normal(1, 768)));
    }

    private static Input axis(int axis) {
        return new Input.Ints(Shape.of(1), axis);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ConcatOp.apply(
                ws, in.tensor(0).toIntArray()[0], in.tensor(1), in.tensor(2), in.tensor(3));
    }

    @Override
    public Expected reference(Sample sample) {
        Shape first = sample.shape(1);
        int axis = sample.ints(0)[0] < 0 ? sample.ints(0)[0] + first.rank() : sample.ints(0)[0];
        int[] dims = first.toArray();
        dims[axis] = 0;
        for (int part = 1; part <= 3; part++) {
            dims[axis] += sample.shape(part).dim(axis);
        }
        Shape shape = Shape.of(dims);
        var y = new double[shape.size()];
        int inner = Axes.inner(first, axis);
        int at = 0;
        for (int outer = 0; outer < Axes.outer(first, axis); outer++) {
            for (int part = 1; part <= 3; part++) {
                int count = sample.shape(part).dim(axis) * inner;
                System.arraycopy(sample.floats(part), outer * count, y, at, count);
                at += count;
            }
        }
        // Copied, so exact.
        return Expected.of(shape, y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("concat: no parts", ws -> ConcatOp.apply(ws, 0)),
                Refusal.argument("concat: axis 2: part 0 [2,3] has 2 axes", ws -> ConcatOp.apply(ws, 2, ws.zeros(Shape.of(2, 3)))),
                Refusal.argument("concat: part 0 [2,3], part 1 [2,4]: differ on more than axis 0", ws ->
                        ConcatOp.apply(ws, 0, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(2, 4)))),
                Refusal.argument("concat: part 0 [2,3], part 1 [3]: differ on more than axis 0", ws ->
                        ConcatOp.apply(ws, 0, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3)))),
                Refusal.argument("concat: part 1 is I32: needs F32", ws ->
                        ConcatOp.apply(ws, 0, ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 7))));
    }
}
