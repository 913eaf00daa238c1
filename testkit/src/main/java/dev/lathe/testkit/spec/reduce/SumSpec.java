package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.ArrayList;
import java.util.List;

/// Samples, refusals and double-precision reference of [SumOp].
public final class SumSpec implements OpSpec {
    @Override
    public String name() {
        return "sum";
    }

    @Override
    public Class<?> op() {
        return SumOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        var samples = new ArrayList<>(Samples.elementwise(rand));
        samples.add(Sample.of("more than a block", rand.normal(5, 4001)));
        return samples;
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SumOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        return scaled(sample, 1);
    }

    /// factor Σ x
    static Expected scaled(Sample sample, double factor) {
        double sum = 0;
        double magnitude = 0;
        for (double x : sample.floats(0)) {
            sum += factor * x;
            magnitude += Math.abs(factor * x);
        }
        return Expected.of(
                Shape.SCALAR, new double[] {sum}, new double[] {magnitude}, sample.floats(0).length);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("sum: x is I32: needs F32", ws ->
                SumOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
