package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.SubOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [SubOp].
public final class SubSpec implements OpSpec {
    @Override
    public String name() {
        return "sub";
    }

    @Override
    public Class<?> op() {
        return SubOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Broadcasting.samples(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SubOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        return Broadcasting.expected(sample, (l, r) -> l - r, (l, r) -> Math.abs(l) + Math.abs(r), 2);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("sub: [2,3] - [3,2]: axis 0 is 2 and 3, neither is 1", ws ->
                        SubOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3, 2)))),
                Refusal.argument("sub: a is I32: needs F32", ws ->
                        SubOp.apply(ws, ws.ofInts(Shape.of(1), 7), ws.zeros(Shape.of(1)))),
                Refusal.argument("sub: b is I32: needs F32", ws ->
                        SubOp.apply(ws, ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 7))));
    }
}
