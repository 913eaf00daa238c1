package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ReluOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [ReluOp].
public final class ReluSpec implements OpSpec {
    /// Differences across the kink tell nothing of the slope on either side.
    private static final double AWAY_FROM_ZERO = 0x1p-10;

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public Class<?> op() {
        return ReluOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand).stream().map(ReluSpec::besideTheKink).toList();
    }

    private static Sample besideTheKink(Sample sample) {
        double[] x = sample.floats(0).clone();
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.abs(x[i]) < AWAY_FROM_ZERO ? AWAY_FROM_ZERO : x[i];
        }
        return sample.with(0, x);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ReluOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        var y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(x[i], 0);
        }
        // Copied, so exact.
        return Expected.of(sample.shape(0), y, new double[x.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("relu: x is I32: needs F32", ws ->
                ReluOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
