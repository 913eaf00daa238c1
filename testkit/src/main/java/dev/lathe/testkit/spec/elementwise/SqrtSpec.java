package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.SqrtOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [SqrtOp].
public final class SqrtSpec implements OpSpec {
    @Override
    public String name() {
        return "sqrt";
    }

    @Override
    public Class<?> op() {
        return SqrtOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Elementwise.mapped(Samples.elementwise(rand), x -> 0.1 + Math.abs(x));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SqrtOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        return Elementwise.expected(sample, Math::sqrt, Math::sqrt);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("sqrt: x is I32: needs F32", ws ->
                        SqrtOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
