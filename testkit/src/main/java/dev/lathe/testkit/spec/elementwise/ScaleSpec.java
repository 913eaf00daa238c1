package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [ScaleOp].
public final class ScaleSpec implements OpSpec {
    private static final float FACTOR = -0.37f;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public Class<?> op() {
        return ScaleOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ScaleOp.apply(ws, in.tensor(0), FACTOR);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = FACTOR * x[i];
            magnitudes[i] = Math.abs(y[i]);
        }
        return Expected.of(sample.shape(0), y, magnitudes, 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(Refusal.argument("scale: x is I32: needs F32", ws ->
                ScaleOp.apply(ws, ws.ofInts(Shape.of(1), 7), FACTOR)));
    }
}
