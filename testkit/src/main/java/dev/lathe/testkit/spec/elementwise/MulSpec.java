package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [MulOp].
public final class MulSpec implements OpSpec {
    @Override
    public String name() {
        return "mul";
    }

    @Override
    public Class<?> op() {
        return MulOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Broadcasting.samples(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MulOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        return Broadcasting.expected(sample, (l, r) -> l * r, (l, r) -> Math.abs(l * r), 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("mul: [2,3] * [3,2]: axis 0 is 2 and 3, neither is 1", ws ->
                        MulOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3, 2)))),
                Refusal.argument("mul: [4,2,3] * [2]: axis 2 is 3 and 2, neither is 1", ws ->
                        MulOp.apply(ws, ws.zeros(Shape.of(4, 2, 3)), ws.zeros(Shape.of(2)))),
                Refusal.argument("mul: [0] * [2]: axis 0 is 0 and 2, neither is 1", ws ->
                        MulOp.apply(ws, ws.zeros(Shape.of(0)), ws.zeros(Shape.of(2)))),
                Refusal.argument("mul: b is I32: needs F32", ws ->
                        MulOp.apply(ws, ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 7))));
    }
}
