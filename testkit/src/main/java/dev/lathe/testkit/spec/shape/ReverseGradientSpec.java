package dev.lathe.testkit.spec.shape;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.shape.ReverseGradientOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.Arrays;
import java.util.List;

/// Samples, refusals and double-precision reference of [ReverseGradientOp].
public final class ReverseGradientSpec implements OpSpec {
    private static final float FACTOR = 0.37f;

    @Override
    public String name() {
        return "reverseGradient";
    }

    @Override
    public Class<?> op() {
        return ReverseGradientOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return ReverseGradientOp.apply(ws, in.tensor(0), FACTOR);
    }

    @Override
    public Expected reference(Sample sample) {
        return scaled(sample, 1);
    }

    @Override
    public Expected differentiated(Sample sample) {
        return scaled(sample, -FACTOR);
    }

    private static Expected scaled(Sample sample, double factor) {
        double[] y = Arrays.stream(sample.floats(0)).map(x -> factor * x).toArray();
        return Expected.of(sample.shape(0), y, Arrays.stream(y).map(Math::abs).toArray(), 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("reverseGradient: x is I32: needs F32", ws ->
                        ReverseGradientOp.apply(ws, ws.ofInts(Shape.of(1), 7), FACTOR)),
                Refusal.argument("reverseGradient: factor -0.5: needs 0 or more", ws ->
                        ReverseGradientOp.apply(ws, ws.zeros(Shape.of(1)), -0.5f)),
                Refusal.argument("reverseGradient: factor NaN: needs 0 or more", ws ->
                        ReverseGradientOp.apply(ws, ws.zeros(Shape.of(1)), Float.NaN)),
                Refusal.argument("reverseGradient: factor Infinity: needs 0 or more", ws ->
                        ReverseGradientOp.apply(ws, ws.zeros(Shape.of(1)), Float.POSITIVE_INFINITY)));
    }
}
