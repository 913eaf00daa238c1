package dev.lathe.testkit.spec.norm;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.LogSoftmaxOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.ArrayList;
import java.util.List;

/// Samples, refusals and double-precision reference of [LogSoftmaxOp].
public final class LogSoftmaxSpec implements OpSpec {
    private static final double EXP_ERROR = 3e-7;

    @Override
    public String name() {
        return "logSoftmax";
    }

    @Override
    public Class<?> op() {
        return LogSoftmaxOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        var samples = new ArrayList<>(Samples.rows(rand));
        samples.add(Sample.of("no rows", rand.normal(0, 3)));
        samples.add(Sample.of("large scores", rand.normalAround(1000, 3, 2, 9)));
        samples.add(Sample.of("wide range", rand.normalAround(0, 40, 2, 19)));
        return samples;
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return LogSoftmaxOp.apply(ws, in.tensor(0));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(-1);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int start = 0; start < x.length; start += cols) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = start; i < start + cols; i++) {
                max = Math.max(max, x[i]);
            }
            double sum = 0;
            for (int i = start; i < start + cols; i++) {
                sum += Math.exp(x[i] - max);
            }
            for (int i = start; i < start + cols; i++) {
                y[i] = x[i] - max - Math.log(sum);
                // A share of the sum that is lost is as much of its logarithm.
                magnitudes[i] = max - x[i] + Math.log(sum) + 1;
            }
        }
        return Expected.of(sample.shape(0), y, magnitudes, cols).approximated(EXP_ERROR);
    }

    /// The slopes are 1 - exp(y) and -exp(y).
    @Override
    public double cancelling(Sample sample, int input) {
        return 1;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("logSoftmax: x []: nothing to share out", ws ->
                        LogSoftmaxOp.apply(ws, ws.zeros(Shape.of()))),
                Refusal.argument("logSoftmax: x [2,0]: nothing to share out", ws ->
                        LogSoftmaxOp.apply(ws, ws.zeros(Shape.of(2, 0)))),
                Refusal.argument("logSoftmax: x is I32: needs F32", ws ->
                        LogSoftmaxOp.apply(ws, ws.ofInts(Shape.of(1), 7))));
    }
}
