package dev.lathe.testkit.spec.product;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.List;

/// Samples, refusals and double-precision reference of [LinearOp].
public final class LinearSpec implements OpSpec {
    @Override
    public String name() {
        return "linear";
    }

    @Override
    public Class<?> op() {
        return LinearOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1, 1),
                sample("odd sizes", rand, 3, 5, 7),
                sample("square", rand, 5, 5, 5),
                sample("around a vector", rand, 15, 16, 17),
                sample("above two vectors", rand, 7, 3, 33),
                sample("no inputs", rand, 2, 0, 3),
                sample("no rows", rand, 0, 3, 2),
                sample("more rows than a block of sums", rand, 150, 4, 70),
                sample("bert rows", rand, 3, 768, 200));
    }

    private static Sample sample(String name, Rand rand, int rows, int in, int out) {
        return Sample.of(name, rand.normal(rows, in), rand.normal(out, in), rand.normal(out));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return LinearOp.apply(ws, in.tensor(0), in.tensor(1), in.tensor(2));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        double[] weight = sample.floats(1);
        double[] bias = sample.floats(2);
        int rows = sample.shape(0).dim(0);
        int in = sample.shape(0).dim(1);
        int out = bias.length;
        var y = new double[rows * out];
        var magnitudes = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i % out];
            magnitudes[i] = Math.abs(y[i]);
            for (int p = 0; p < in; p++) {
                double term = x[i / out * in + p] * weight[i % out * in + p];
                y[i] += term;
                magnitudes[i] += Math.abs(term);
            }
        }
        return Expected.of(Shape.of(rows, out), y, magnitudes, in + 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                refusal("linear: x [2,3], weight [4,5]: inputs 3 and 5 differ",
                        Shape.of(2, 3), Shape.of(4, 5), Shape.of(4)),
                refusal("linear: weight [4,3], bias [3]: needs bias [4]",
                        Shape.of(2, 3), Shape.of(4, 3), Shape.of(3)),
                refusal("linear: x [2,3,4]: needs 2 axes", Shape.of(2, 3, 4), Shape.of(4, 4), Shape.of(4)),
                refusal("linear: weight [4]: needs 2 axes", Shape.of(2, 4), Shape.of(4), Shape.of(4)),
                Refusal.argument("linear: weight is I32: needs F32", ws -> LinearOp.apply(
                        ws, ws.zeros(Shape.of(1, 1)), ws.ofInts(Shape.of(1, 1), 7), ws.zeros(Shape.of(1)))));
    }

    private static Refusal refusal(String message, Shape x, Shape weight, Shape bias) {
        return Refusal.argument(message, ws -> LinearOp.apply(ws, ws.zeros(x), ws.zeros(weight), ws.zeros(bias)));
    }
}
