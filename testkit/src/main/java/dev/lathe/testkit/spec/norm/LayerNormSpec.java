package dev.lathe.testkit.spec.norm;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [LayerNormOp].
public final class LayerNormSpec implements OpSpec {
    private static final float EPSILON = 1e-12f;

    @Override
    public String name() {
        return "layerNorm";
    }

    @Override
    public Class<?> op() {
        return LayerNormOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one feature", rand, 0, 1, 1),
                sample("odd length", rand, 0, 3, 7),
                sample("below a vector", rand, 0, 2, 15),
                sample("one vector", rand, 0, 2, 16),
                sample("above a vector", rand, 0, 2, 17),
                sample("three axes", rand, 0, 2, 3, 33),
                sample("one axis", rand, 0, 9),
                sample("no rows", rand, 0, 0, 4),
                sample("far from zero", rand, 100, 3, 20),
                sample("more rows than a block of sums", rand, 0, 150, 6),
                sample("bert rows", rand, 0, 5, 768));
    }

    private static Sample sample(String name, Rand rand, double mean, int... dims) {
        int features = dims[dims.length - 1];
        return Sample.of(name, rand.normalAround(mean, 1, dims), rand.normal(features), rand.normal(features));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return LayerNormOp.apply(ws, in.tensor(0), in.tensor(1), in.tensor(2), EPSILON);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        double[] weight = sample.floats(1);
        double[] bias = sample.floats(2);
        int cols = weight.length;
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int start = 0; start < x.length; start += cols) {
            var row = Row.of(x, start, cols);
            for (int i = 0; i < cols; i++) {
                double normal = (x[start + i] - row.mean) * row.rstd;
                y[start + i] = normal * weight[i] + bias[i];
                // The deviation carries rounding of x and of the mean; rstd an average of such errors.
                double deviation = (Math.abs(x[start + i]) + row.magnitude) * row.rstd;
                magnitudes[start + i] = deviation * Math.abs(weight[i]) + Math.abs(bias[i]);
            }
        }
        return Expected.of(sample.shape(0), y, magnitudes, cols);
    }

    /// Mean and average magnitude of a row, and 1 / its deviation.
    private record Row(double mean, double magnitude, double rstd) {
        static Row of(double[] x, int start, int cols) {
            double mean = 0;
            double magnitude = 0;
            for (int i = 0; i < cols; i++) {
                mean += x[start + i] / cols;
                magnitude += Math.abs(x[start + i]) / cols;
            }
            double variance = 0;
            for (int i = 0; i < cols; i++) {
                variance += Math.pow(x[start + i] - mean, 2) / cols;
            }
            return new Row(mean, magnitude, 1 / Math.sqrt(variance + EPSILON));
        }
    }

    /// gradX is rstd times a difference of terms as large as the weights; gradWeight sums what values sum.
    @Override
    public double cancelling(Sample sample, int input) {
        double[] x = sample.floats(0);
        int cols = sample.floats(1).length;
        double steepest = 0;
        for (int start = 0; start < x.length; start += cols) {
            var row = Row.of(x, start, cols);
            double deviation = row.magnitude * row.rstd;
            double largestWeight = 0;
            for (double w : sample.floats(1)) {
                largestWeight = Math.max(largestWeight, Math.abs(w));
            }
            // A single feature has no gradient at all, exactly: there rstd is only 1 / sqrt(epsilon).
            double rstd = cols == 1 ? 0 : row.rstd;
            steepest = Math.max(steepest, input == 0 ? rstd * largestWeight * (1 + deviation) : deviation);
        }
        return steepest;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                refusal("layerNorm: x [8,128,768], weight [512]: last axis 768 needs weight [768]",
                        Shape.of(8, 128, 768), Shape.of(512), Shape.of(768)),
                refusal("layerNorm: x [2,3], bias [3,1]: last axis 3 needs bias [3]",
                        Shape.of(2, 3), Shape.of(3), Shape.of(3, 1)),
                refusal("layerNorm: x []: nothing to normalise over", Shape.of(), Shape.of(1), Shape.of(1)),
                refusal("layerNorm: x [2,0]: nothing to normalise over", Shape.of(2, 0), Shape.of(0), Shape.of(0)),
                Refusal.argument("layerNorm: x is I32: needs F32", ws -> LayerNormOp.apply(
                        ws, ws.ofInts(Shape.of(1), 7), ws.zeros(Shape.of(1)), ws.zeros(Shape.of(1)), EPSILON)));
    }

    private static Refusal refusal(String message, Shape x, Shape weight, Shape bias) {
        return Refusal.argument(message, ws ->
                LayerNormOp.apply(ws, ws.zeros(x), ws.zeros(weight), ws.zeros(bias), EPSILON));
    }
}
