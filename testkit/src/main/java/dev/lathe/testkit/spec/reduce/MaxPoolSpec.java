package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MaxPoolOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [MaxPoolOp].
public final class MaxPoolSpec implements OpSpec {
    @Override
    public String name() {
        return "maxPool";
    }

    @Override
    public Class<?> op() {
        return MaxPoolOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1),
                sample("odd lengths", rand, 7, 3, 1, 5),
                sample("around a vector", rand, 17, 2, 15),
                sample("above two vectors", rand, 33, 9, 1),
                sample("no columns", rand, 0, 2, 3),
                sample("bert rows", rand, 768, 3, 2));
    }

    private static Sample sample(String name, Rand rand, int cols, int... lengths) {
        return Sample.of(name, rand.distinct(Samples.tokens(lengths), cols), new Input.Packing(3, lengths));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MaxPoolOp.apply(ws, in.tensor(0), in.packing(1));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(1);
        int[] starts = sample.starts(1);
        int count = starts.length - 1;
        var y = new double[count * cols];
        for (int i = 0; i < y.length; i++) {
            y[i] = Double.NEGATIVE_INFINITY;
            for (int row = starts[i / cols]; row < starts[i / cols + 1]; row++) {
                y[i] = Math.max(y[i], x[row * cols + i % cols]);
            }
        }
        // Copied, so exact.
        return Expected.of(Shape.of(count, cols), y, new double[y.length], 1);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("maxPool: x [4,3]: sequences have 5 tokens", ws ->
                        MaxPoolOp.apply(ws, ws.zeros(Shape.of(4, 3)), PackedSequences.of(ws, 2, 3))),
                Refusal.argument("maxPool: x [5]: needs 2 axes", ws ->
                        MaxPoolOp.apply(ws, ws.zeros(Shape.of(5)), PackedSequences.of(ws, 5))),
                Refusal.argument("maxPool: x is I32: needs F32", ws ->
                        MaxPoolOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7), PackedSequences.of(ws, 1))));
    }
}
