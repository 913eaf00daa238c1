package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;
import org.apache.commons.math3.special.Erf;

/// Samples, refusals and double-precision reference of [GeluOp].
public final class GeluSpec implements OpSpec {
    private static final double ERF_ERROR = 3.3e-7;

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    public Class<?> op() {
        return GeluOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return GeluOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / 2 * (1 + Erf.erf(x[i] / Math.sqrt(2)));
            magnitudes[i] = Math.abs(x[i]);
        }
        return Expected.of(sample.shape(0), y, magnitudes, 1).approximated(ERF_ERROR);
    }

    /// The slope is 1/2 + erf(x / √2)/2 + x φ(x).
    @Override
    public double cancelling(Sample sample, int input) {
        return 1;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("gelu: x is I32: needs F32", ws ->
                GeluOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
