package dev.lathe.testkit.spec.loss;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.SpanCrossEntropyOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.Input;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import dev.lathe.testkit.spec.sample.Samples;
import java.util.Arrays;
import java.util.List;

/// Samples, refusals and double-precision reference of [SpanCrossEntropyOp].
public final class SpanCrossEntropySpec implements OpSpec {
    private static final double EXP_ERROR = 3e-7;

    @Override
    public String name() {
        return "spanCrossEntropy";
    }

    @Override
    public Class<?> op() {
        return SpanCrossEntropyOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 0, 1, 1),
                sample("start and end", rand, 0, 2, 3, 1, 5),
                sample("odd sizes", rand, 0, 3, 7, 2),
                sample("around a vector", rand, 0, 2, 15, 16, 17),
                sample("above two vectors", rand, 0, 1, 33, 4),
                sample("large scores", rand, 500, 2, 9, 4),
                sample("many sequences", rand, 0, 2, 1, 2, 1, 3, 1, 4, 1, 2, 5, 1, 1, 2, 3, 1, 2, 1, 3),
                sample("bert passages", rand, 0, 2, 384, 129));
    }

    private static Sample sample(String name, Rand rand, double around, int columns, int... lengths) {
        return Sample.of(
                name, rand.normalAround(around, around == 0 ? 1 : 5, Samples.tokens(lengths), columns),
                new Input.Packing(3, lengths), positions(rand, columns, lengths));
    }

    private static Input.Ints positions(Rand rand, int columns, int... lengths) {
        var positions = new int[lengths.length * columns];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = rand.ints(1, lengths[i / columns]).values()[0];
        }
        return new Input.Ints(Shape.of(lengths.length, columns), positions);
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return SpanCrossEntropyOp.apply(ws, in.tensor(0), in.packing(1), in.tensor(2));
    }

    @Override
    public Expected reference(Sample sample) {
        int columns = sample.shape(0).dim(1);
        int[] starts = sample.starts(1);
        int count = (starts.length - 1) * columns;
        double loss = 0;
        double magnitude = 0;
        int longest = 1;
        for (int i = 0; i < count; i++) {
            double[] logits = column(sample, i % columns, starts[i / columns], starts[i / columns + 1]);
            double right = logits[sample.ints(2)[i]];
            double logSumExp = logSumExp(logits);
            loss += (logSumExp - right) / count;
            // The difference carries the rounding of both sides.
            magnitude += (1 + Math.abs(logSumExp) + Math.abs(right)) / count;
            longest = Math.max(longest, logits.length);
        }
        return Expected.of(Shape.SCALAR, new double[] {loss}, new double[] {magnitude}, count + longest)
                .approximated(EXP_ERROR);
    }

    private static double[] column(Sample sample, int column, int from, int to) {
        var values = new double[to - from];
        for (int row = from; row < to; row++) {
            values[row - from] = sample.floats(0)[row * sample.shape(0).dim(1) + column];
        }
        return values;
    }

    private static double logSumExp(double[] x) {
        double max = Arrays.stream(x).max().orElseThrow();
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return max + Math.log(sum);
    }

    /// The slope is the difference of probability and target, and exp takes a logit less the log-sum-exp.
    @Override
    public double cancelling(Sample sample, int input) {
        double largest = 1;
        for (double logit : sample.floats(0)) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return (1 + largest) / sample.ints(2).length;
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.index("spanCrossEntropy: position 2 at [0,1]: sequence 0 has 0..1", ws ->
                        call(ws, Shape.of(5, 2), Shape.of(2, 2), 1, 2, 2, 2)),
                Refusal.index("spanCrossEntropy: position -1 at [1,0]: sequence 1 has 0..2", ws ->
                        call(ws, Shape.of(5, 2), Shape.of(2, 2), 1, 1, -1, 2)),
                Refusal.argument("spanCrossEntropy: logits [4,2]: sequences have 5 tokens", ws ->
                        call(ws, Shape.of(4, 2), Shape.of(2, 2), 0, 0, 0, 0)),
                Refusal.argument("spanCrossEntropy: logits [5,0]: has no columns", ws ->
                        call(ws, Shape.of(5, 0), Shape.of(2, 0))),
                Refusal.argument("spanCrossEntropy: logits [5]: needs 2 axes", ws ->
                        call(ws, Shape.of(5), Shape.of(2), 0, 0)),
                Refusal.argument(
                        "spanCrossEntropy: logits [5,2], 2 sequences, positions [2]: needs positions [2,2]", ws ->
                        call(ws, Shape.of(5, 2), Shape.of(2), 0, 0)),
                Refusal.argument("spanCrossEntropy: positions is F32: needs I32", ws -> SpanCrossEntropyOp.apply(
                        ws, ws.zeros(Shape.of(5, 2)), PackedSequences.of(ws, 2, 3), ws.zeros(Shape.of(2, 2)))),
                Refusal.argument("spanCrossEntropy: logits is I32: needs F32", ws -> SpanCrossEntropyOp.apply(
                        ws, ws.ofInts(Shape.of(1, 1), 7), PackedSequences.of(ws, 1), ws.ofInts(Shape.of(1, 1), 0))));
    }

    private static void call(Workspace ws, Shape logits, Shape shape, int... positions) {
        SpanCrossEntropyOp.apply(
                ws, ws.zeros(logits), PackedSequences.of(ws, 2, 3), ws.ofInts(shape, positions));
    }
}
