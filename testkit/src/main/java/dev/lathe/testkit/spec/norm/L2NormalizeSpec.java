package dev.lathe.testkit.spec.norm;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.L2NormalizeOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [L2NormalizeOp].
public final class L2NormalizeSpec implements OpSpec {
    private static final double EPSILON = 1e-12f;

    @Override
    public String name() {
        return "l2Normalize";
    }

    @Override
    public Class<?> op() {
        return L2NormalizeOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Sample.of("one element", rand.normal(1, 1)),
                Sample.of("odd length", rand.normal(3, 7)),
                Sample.of("below a vector", rand.normal(2, 15)),
                Sample.of("one vector", rand.normal(2, 16)),
                Sample.of("above a vector", rand.normal(2, 17)),
                Sample.of("above two vectors", rand.normal(2, 33)),
                Sample.of("no rows", rand.normal(0, 3)),
                Sample.of("no columns", rand.normal(3, 0)),
                Sample.of("zeros", new Input.Floats(Shape.of(1, 3), new double[3], false)),
                Sample.of("bert rows", rand.normal(5, 768)));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return L2NormalizeOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(1);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] / length(x, i / cols * cols, cols);
            magnitudes[i] = Math.abs(y[i]);
        }
        return Expected.of(sample.shape(0), y, magnitudes, cols);
    }

    private static double length(double[] x, int start, int cols) {
        double squares = 0;
        for (int i = start; i < start + cols; i++) {
            squares += x[i] * x[i];
        }
        return Math.max(Math.sqrt(squares), EPSILON);
    }

    /// gradX is a difference of terms as large as 1 / length.
    @Override
    public double cancelling(Sample sample, int input) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(1);
        double steepest = 0;
        for (int start = 0; start < x.length; start += cols) {
            steepest = Math.max(steepest, 1 / length(x, start, cols));
        }
        return steepest;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("l2Normalize: x [3]: needs 2 axes", ws ->
                        L2NormalizeOp.apply(ws, ws.zeros(Shape.of(3)))),
                Refusal.argument("l2Normalize: x is I32: needs F32", ws ->
                        L2NormalizeOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7))));
    }
}
