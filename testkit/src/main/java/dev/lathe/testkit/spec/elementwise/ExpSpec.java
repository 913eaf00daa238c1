package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ExpOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [ExpOp].
public final class ExpSpec implements OpSpec {
    @Override
    public String name() {
        return "exp";
    }

    @Override
    public Class<?> op() {
        return ExpOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ExpOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        return Elementwise.expected(sample, Math::exp, Math::exp);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("exp: x is I32: needs F32", ws ->
                        ExpOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
