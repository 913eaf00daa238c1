package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.TanhOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [TanhOp].
public final class TanhSpec implements OpSpec {
    private static final double TANH_ERROR = 3e-7;

    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public Class<?> op() {
        return TanhOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return TanhOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.tanh(x[i]);
            magnitudes[i] = 1;
        }
        return Expected.of(sample.shape(0), y, magnitudes, 1).approximated(TANH_ERROR);
    }

    /// The slope is 1 - y².
    @Override
    public double cancelling(Sample sample, int input) {
        return 1;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("tanh: x is I32: needs F32", ws ->
                TanhOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
