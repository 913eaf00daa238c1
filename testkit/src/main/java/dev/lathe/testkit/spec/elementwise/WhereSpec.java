package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.WhereOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [WhereOp].
public final class WhereSpec implements OpSpec {
    @Override
    public String name() {
        return "where";
    }

    @Override
    public Class<?> op() {
        return WhereOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", mask(rand, 1), rand.normal(1), rand.normal(1)),
                Sample.of("scalars", mask(rand), rand.normal(), rand.normal()),
                Sample.of("same shape", mask(rand, 3, 33), rand.normal(3, 33), rand.normal(3, 33)),
                Sample.of("scalar elsewhere", mask(rand, 2, 17), rand.normal(2, 17), rand.normal()),
                Sample.of("mask of one row", mask(rand, 7), rand.normal(3, 7), rand.normal(3, 7)),
                Sample.of("mask of the last rows", mask(rand, 1, 5, 5), rand.normal(4, 5, 5), rand.normal(1, 1, 5)),
                Sample.of("column and row", mask(rand, 5, 1), rand.normal(1, 16), rand.normal(5, 1)),
                Sample.of("nothing", mask(rand, 3), rand.normal(0, 3), rand.normal(3)),
                Sample.of("bert rows", mask(rand, 5, 1), rand.normal(5, 768), rand.normal(768)));
    }

    private static Input mask(Rand rand, int... dims) {
        Shape shape = Shape.of(dims);
        return new Input.Ints(shape, rand.ints(shape.size(), 2).values());
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return WhereOp.apply(ws, in.tensor(0), in.tensor(1), in.tensor(2));
    }

    @Override
    public Expected reference(Sample sample) {
        int[] mask = sample.ints(0);
        Shape maskShape = ((Input.Ints) sample.inputs().get(0)).shape();
        double[] a = sample.floats(1);
        double[] b = sample.floats(2);
        Shape result = Broadcasting.result(maskShape, Broadcasting.result(sample.shape(1), sample.shape(2)));
        var y = new double[result.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = mask[Broadcasting.at(i, maskShape, result)] != 0
                    ? a[Broadcasting.at(i, sample.shape(1), result)]
                    : b[Broadcasting.at(i, sample.shape(2), result)];
        }
        // Copied, so exact.
        return Expected.of(result, y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("where: [2,3] or [3,2]: axis 0 is 2 and 3, neither is 1", ws -> WhereOp.apply(
                        ws, ws.ofInts(Shape.of(1), 1), ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3, 2)))),
                Refusal.argument("where: [2] chooses from [2,3]: axis 1 is 2 and 3, neither is 1", ws -> WhereOp.apply(
                        ws, ws.ofInts(Shape.of(2), 1, 0), ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3)))),
                Refusal.argument("where: mask is F32: needs I32", ws ->
                        WhereOp.apply(ws, ws.zeros(Shape.of(1)), ws.zeros(Shape.of(1)), ws.zeros(Shape.of(1)))),
                Refusal.argument("where: b is I32: needs F32", ws -> WhereOp.apply(
                        ws, ws.ofInts(Shape.of(1), 1), ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 7))));
    }
}
