package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.DivOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.Arrays;
import java.util.List;

/// Samples, refusals and double-precision reference of [DivOp].
public final class DivSpec implements OpSpec {
    @Override
    public String name() {
        return "div";
    }

    @Override
    public Class<?> op() {
        return DivOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        // Away from 0, where the quotient has no bound.
        return Elementwise.mapped(Broadcasting.samples(rand), 1, x -> x < 0 ? x - 0.5 : x + 0.5);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return DivOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    @Override
    public Expected reference(Sample sample) {
        return Broadcasting.expected(sample, (l, r) -> l / r, (l, r) -> Math.abs(l / r), 1);
    }

    /// Of x / x the derivative is 1 / x - x / x².
    @Override
    public double cancelling(Sample sample, int input) {
        return sample.inputs().get(1) instanceof Input.Same
                ? Arrays.stream(sample.floats(0)).map(x -> 2 / Math.abs(x)).max().orElse(0)
                : 0;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("div: [2,3] / [3,2]: axis 0 is 2 and 3, neither is 1", ws ->
                        DivOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(3, 2)))),
                Refusal.argument("div: a is I32: needs F32", ws ->
                        DivOp.apply(ws, ws.ofInts(Shape.of(1), 7), ws.zeros(Shape.of(1)))),
                Refusal.argument("div: b is I32: needs F32", ws ->
                        DivOp.apply(ws, ws.zeros(Shape.of(1)), ws.ofInts(Shape.of(1), 7))));
    }
}
