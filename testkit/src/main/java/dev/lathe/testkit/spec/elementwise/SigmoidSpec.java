package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.SigmoidOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [SigmoidOp].
public final class SigmoidSpec implements OpSpec {
    @Override
    public String name() {
        return "sigmoid";
    }

    @Override
    public Class<?> op() {
        return SigmoidOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return Samples.elementwise(rand);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SigmoidOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        return Elementwise.expected(sample, SigmoidSpec::sigmoid, SigmoidSpec::sigmoid);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// The slope is y (1 - y).
    @Override
    public double cancelling(Sample sample, int input) {
        return 1;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("sigmoid: x is I32: needs F32", ws ->
                        SigmoidOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
