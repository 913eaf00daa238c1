package dev.lathe.testkit.spec.product;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.elementwise.GeluSpec;
import java.util.List;

/// [LinearSpec], then [GeluSpec]: both references one after the other.
public final class LinearGeluSpec implements OpSpec {
    /// Bounds of gelu's first and second derivative.
    private static final double STEEPEST = 1.13;
    private static final double MOST_CURVED = 0.8;

    private final LinearSpec linear = new LinearSpec();
    private final GeluSpec gelu = new GeluSpec();

    @Override
    public String name() {
        return "linearGelu";
    }

    @Override
    public Class<?> op() {
        return LinearGeluOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1, 1),
                sample("odd sizes", rand, 3, 5, 7),
                sample("around a vector", rand, 15, 16, 17),
                sample("above two vectors", rand, 7, 3, 33),
                sample("no inputs", rand, 2, 0, 3),
                sample("no rows", rand, 0, 3, 2),
                sample("more rows than a block of sums", rand, 150, 4, 70),
                sample("deeper than a part of the depth", rand, 9, 1100, 40),
                sample("bert rows", rand, 3, 768, 200));
    }

    /// The weights keep what goes into the activation near 1.
    private static Sample sample(String name, Rand rand, int rows, int in, int out) {
        return Sample.of(
                name, rand.normal(rows, in), rand.normalAround(0, 1 / Math.sqrt(Math.max(1, in)), out, in),
                rand.normal(out));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return LinearGeluOp.apply(ws, in.tensor(0), in.tensor(1), in.tensor(2));
    }

    @Override
    public Expected reference(Sample sample) {
        Expected hidden = linear.reference(sample);
        Expected active = gelu.reference(
                Sample.of(sample.name(), new Input.Floats(hidden.shape(), hidden.values(), true)));
        var magnitudes = new double[hidden.magnitudes().length];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = STEEPEST * hidden.magnitudes()[i];
        }
        return Expected.of(active.shape(), active.values(), magnitudes, hidden.terms())
                .approximated(active.approximation());
    }

    /// The slope is a difference of terms up to 1, and moves with errors of what it is taken at; it is multiplied by a
    /// column of weights, or of x, or by ones for the bias.
    @Override
    public double cancelling(Sample sample, int input) {
        double largest = 0;
        for (double magnitude : linear.reference(sample).magnitudes()) {
            largest = Math.max(largest, magnitude);
        }
        double multiplied = switch (input) {
            case 0 -> largestColumn(sample.floats(1), sample.shape(1).dim(1));
            case 1 -> largestColumn(sample.floats(0), sample.shape(0).dim(1));
            default -> sample.shape(0).dim(0);
        };
        return multiplied * (1 + MOST_CURVED * largest);
    }

    /// The largest sum of magnitudes of a column.
    private static double largestColumn(double[] matrix, int cols) {
        var sums = new double[cols];
        double largest = 0;
        for (int i = 0; i < matrix.length; i++) {
            sums[i % cols] += Math.abs(matrix[i]);
            largest = Math.max(largest, sums[i % cols]);
        }
        return largest;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                refusal("linearGelu: x [2,3], weight [4,5]: inputs 3 and 5 differ",
                        Shape.of(2, 3), Shape.of(4, 5), Shape.of(4)),
                refusal("linearGelu: weight [4,3], bias [3]: needs bias [4]",
                        Shape.of(2, 3), Shape.of(4, 3), Shape.of(3)),
                refusal("linearGelu: x [2,3,4]: needs 2 axes", Shape.of(2, 3, 4), Shape.of(4, 4), Shape.of(4)),
                refusal("linearGelu: weight [4]: needs 2 axes", Shape.of(2, 4), Shape.of(4), Shape.of(4)),
                Refusal.argument("linearGelu: x is I32: needs F32", ws -> LinearGeluOp.apply(
                        ws, ws.ofInts(Shape.of(1, 1), 7), ws.zeros(Shape.of(1, 1)), ws.zeros(Shape.of(1)))));
    }

    private static Refusal refusal(String message, Shape x, Shape weight, Shape bias) {
        return Refusal.argument(message, ws ->
                LinearGeluOp.apply(ws, ws.zeros(x), ws.zeros(weight), ws.zeros(bias)));
    }
}
