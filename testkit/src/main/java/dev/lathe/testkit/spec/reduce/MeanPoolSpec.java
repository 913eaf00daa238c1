package dev.lathe.testkit.spec.reduce;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.reduce.MeanPoolOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.List;

/// Samples, refusals and double-precision reference of [MeanPoolOp].
public final class MeanPoolSpec implements OpSpec {
    @Override
    public String name() {
        return "meanPool";
    }

    @Override
    public Class<?> op() {
        return MeanPoolOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                Samples.packed("one element", rand, 1, 1),
                Samples.packed("odd lengths", rand, 7, 3, 1, 5),
                Samples.packed("around a vector", rand, 17, 2, 15),
                Samples.packed("above two vectors", rand, 33, 9, 1),
                Samples.packed("no columns", rand, 0, 2, 3),
                Samples.packed("bert rows", rand, 768, 3, 2));
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return MeanPoolOp.apply(ws, in.tensor(0), in.packing(1));
    }

    @Override
    public Expected reference(Sample sample) {
        double[] x = sample.floats(0);
        int cols = sample.shape(0).dim(1);
        int[] starts = sample.starts(1);
        int count = starts.length - 1;
        var y = new double[count * cols];
        var magnitudes = new double[y.length];
        int longest = 1;
        for (int i = 0; i < y.length; i++) {
            int tokens = starts[i / cols + 1] - starts[i / cols];
            longest = Math.max(longest, tokens);
            for (int row = starts[i / cols]; row < starts[i / cols + 1]; row++) {
                double term = x[row * cols + i % cols] / tokens;
                y[i] += term;
                magnitudes[i] += Math.abs(term);
            }
        }
        return Expected.of(Shape.of(count, cols), y, magnitudes, longest);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.argument("meanPool: x [4,3]: sequences have 5 tokens", ws ->
                        MeanPoolOp.apply(ws, ws.zeros(Shape.of(4, 3)), PackedSequences.of(ws, 2, 3))),
                Refusal.argument("meanPool: x [5]: needs 2 axes", ws ->
                        MeanPoolOp.apply(ws, ws.zeros(Shape.of(5)), PackedSequences.of(ws, 5))),
                Refusal.argument("meanPool: x is I32: needs F32", ws ->
                        MeanPoolOp.apply(ws, ws.ofInts(Shape.of(1, 1), 7), PackedSequences.of(ws, 1))));
    }
}
