package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.GeluNewOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [GeluNewOp].
public final class GeluNewSpec implements OpSpec {
    private static final double TANH_ERROR = 3e-7;

    @Override
    public String name() {
        return "geluNew";
    }

    @Override
    public Class<?> op() {
        return GeluNewOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return GeluNewOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x[i] + 0.044715 * x[i] * x[i] * x[i])));
            magnitudes[i] = Math.abs(x[i]);
        }
        return Expected.of(sample.shape(0), y, magnitudes, 1).approximated(TANH_ERROR);
    }

    /// The slope is 1/2 + t/2 + x/2 (1 - t²) u, with t the tanh and u the slope of its argument: an error of t counts
    /// |x t u| times. Beyond 5.2, t is exactly 1.
    @Override
    public double cancelling(Sample sample, int input) {
        double largest = 1;
        for (double x : sample.floats(0)) {
            double flat = Math.min(Math.abs(x), 5.2);
            largest = Math.max(largest, 1 + flat * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * flat * flat));
        }
        return largest;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("geluNew: x is I32: needs F32", ws ->
                GeluNewOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
