package dev.lathe.testkit.spec.elementwise;

import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.DropoutOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Decisions;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;
import java.util.Optional;

/// @param probability of dropping an element
public record DropoutSpec(float probability) implements OpSpec {
    private static final int SITE = 7;

    @Override
    public String name() {
        return "dropout of " + probability;
    }

    @Override
    public Class<?> op() {
        return DropoutOp.class;
    }

    @Override
    public Optional<RandomKey> randomKey() {
        return Optional.of(Samples.KEY);
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1),
                sample("odd length", rand, 5, 7),
                sample("one block of decisions", rand, 3, 8),
                sample("below a vector", rand, 3, 15),
                sample("above a vector", rand, 3, 17),
                sample("above two vectors", rand, 3, 33),
                sample("no rows", rand, 0, 3),
                sample("bert rows", rand, 5, 768));
    }

    private static Sample sample(String name, Rand rand, int rows, int cols) {
        return Sample.of(name, rand.normal(rows, cols), rand.ints(rows, 3), rand.ints(rows, 512));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return DropoutOp.apply(ws, in.tensor(0), probability, SITE, in.tensor(1), in.tensor(2));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(1);
        var decisions = Decisions.of(probability, SITE);
        var y = new double[x.length];
        var magnitudes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / cols;
            y[i] = x[i] * decisions.factor(sample.ints(1)[row], sample.ints(2)[row], i % cols);
            magnitudes[i] = Math.abs(y[i]);
        }
        return Expected.of(sample.shape(0), y, magnitudes, 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                refusal("dropout: probability 1.0: needs 0 or more and less than 1", 1, Shape.of(2, 3), 2, 2),
                refusal("dropout: probability NaN: needs 0 or more and less than 1", Float.NaN, Shape.of(2, 3), 2, 2),
                refusal("dropout: x [6]: needs 2 axes", 0.5f, Shape.of(6), 6, 6),
                refusal("dropout: x [2,3], examples [3]: needs examples [2]", 0.5f, Shape.of(2, 3), 3, 2),
                refusal("dropout: x [2,3], positions [1]: needs positions [2]", 0.5f, Shape.of(2, 3), 2, 1),
                Refusal.argument("dropout: examples is F32: needs I32", ws -> DropoutOp.apply(
                        ws, ws.zeros(Shape.of(1, 1)), 0.5f, SITE, ws.zeros(Shape.of(1)), ws.zeros(Shape.of(1)))));
    }

    private static Refusal refusal(String message, float probability, Shape x, int examples, int positions) {
        return Refusal.argument(message, ws -> DropoutOp.apply(
                ws, ws.zeros(x), probability, SITE,
                ws.ofInts(Shape.of(examples), new int[examples]), ws.ofInts(Shape.of(positions), new int[positions])));
    }
}
