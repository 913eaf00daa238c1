package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.FloatMath;
import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.LossKernels;
import java.util.Arrays;

/// Losses by log-sum-exp, shifted by the row's maximum. Row losses are summed as [RowLoops#sum] does.
final class CpuLossKernels implements LossKernels {
    /// More classes than any task but the prediction of tokens has: 4 KB.
    private static final int GLANCE = 1024;
    /// Below, the logarithm of a sum of exponentials is at most 22 and keeps its digits.
    private static final float NEAR_ENOUGH = 0x1p32f;

    private final Threads threads;
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;

    CpuLossKernels(Threads threads, Ranges ranges, RowLoops loops, MapLoops maps) {
        this.threads = threads;
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
    }

    @Override
    public void crossEntropy(CrossEntropy given, Buffer loss, Buffer logSumExp, Buffer totalWeight) {
        HostFloats x = HostFloats.of(given.logits());
        HostInts labels = HostInts.of(given.labels());
        HostFloats weights = HostFloats.of(given.classWeights());
        HostFloats lse = HostFloats.forWriting(logSumExp);
        int classes = given.classes();
        Scratch shared = threads.borrow();
        float[] losses = shared.floats(Scratch.Use.TOTAL, given.rows());
        float[] counted = shared.floats(Scratch.Use.TOTAL_2, given.rows());
        float weightSum = weightSum(given, weights);
        ranges.rows(given.rows(), classes, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int at = x.offset() + row * classes;
                boolean ignored = labels.get(row) == given.ignoreIndex();
                float logSum = logSumExp(x.array(), at, ignored ? 0 : labels.get(row), classes);
                lse.array()[lse.offset() + row] = logSum;
                losses[row] = ignored ? 0 : rowLoss(given, x, weights, weightSum, at, labels.get(row), logSum);
                counted[row] = ignored ? 0 : weights.array()[weights.offset() + labels.get(row)];
            }
        });
        float total = loops.sum(counted, 0, given.rows());
        HostFloats weight = HostFloats.forWriting(totalWeight);
        HostFloats out = HostFloats.forWriting(loss);
        weight.array()[weight.offset()] = total;
        out.array()[out.offset()] = loops.sum(losses, 0, given.rows()) / total;
        threads.giveBack(shared);
    }

    /// log Σ exp(x), shifted by the largest of the first [#GLANCE] elements and the one at `likely`. A row of a vocabulary
    /// comes from memory, and is read once instead of twice. Where that was not near the largest, again shifted by that.
    private float logSumExp(float[] x, int at, int likely, int n) {
        float shift = Math.max(loops.max(x, at, Math.min(n, GLANCE)), x[at + likely]);
        float sum = loops.sumOfExps(x, at, shift, n);
        if (!(sum < NEAR_ENOUGH)) {
            shift = loops.max(x, at, n);
            sum = loops.sumOfExps(x, at, shift, n);
        }
        return shift + (float) StrictMath.log(sum);
    }

    private float rowLoss(
            CrossEntropy given, HostFloats x, HostFloats weights, float weightSum, int at, int label, float logSum) {
        float smoothing = given.labelSmoothing();
        float loss = (1 - smoothing) * weights.array()[weights.offset() + label] * (logSum - x.array()[at + label]);
        if (smoothing > 0) {
            float weightedLogits = loops.dot(x.array(), at, weights.array(), weights.offset(), given.classes());
            loss += smoothing / given.classes() * (weightSum * logSum - weightedLogits);
        }
        return loss;
    }

    @Override
    public void crossEntropyGradLogits(
            CrossEntropy given, Buffer gradLoss, Buffer logSumExp, Buffer totalWeight, Destination gradLogits) {
        HostFloats x = HostFloats.of(given.logits());
        HostInts labels = HostInts.of(given.labels());
        HostFloats weights = HostFloats.of(given.classWeights());
        HostFloats lse = HostFloats.of(logSumExp);
        HostFloats out = HostFloats.forWriting(gradLogits.buffer());
        HostFloats g = HostFloats.of(gradLoss);
        HostFloats total = HostFloats.of(totalWeight);
        float scale = g.array()[g.offset()] / total.array()[total.offset()];
        int classes = given.classes();
        float weightSum = weightSum(given, weights);
        ranges.rows(given.rows(), classes, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int outAt = out.offset() + row * classes;
                if (labels.get(row) != given.ignoreIndex()) {
                    var slope = RowSlope.of(given, labels.get(row), weights, weightSum, scale);
                    gradRow(slope, x, row * classes, lse.array()[lse.offset() + row],
                            out.array(), outAt, gradLogits.add(), classes);
                } else if (!gradLogits.add()) {
                    Arrays.fill(out.array(), outAt, outAt + classes, 0);
                }
            }
        });
    }

    private float weightSum(CrossEntropy given, HostFloats weights) {
        return given.labelSmoothing() > 0 ? loops.sum(weights.array(), weights.offset(), given.classes()) : 0;
    }

    /// What the gradients of one row have in common. With target t (smoothed) and class weights w, element c has
    /// (p Σ t w - t w) scale.
    ///
    /// @param even what smoothing gives every class
    /// @param labelWeight what the label has on top, times its weight
    /// @param sum Σ t w
    private record RowSlope(int label, HostFloats weights, float even, float labelWeight, float sum, float scale) {
        static RowSlope of(CrossEntropy given, int label, HostFloats weights, float weightSum, float scale) {
            float even = given.labelSmoothing() / given.classes();
            float labelWeight = (1 - given.labelSmoothing()) * weights.array()[weights.offset() + label];
            float sum = even > 0 ? labelWeight + even * weightSum : labelWeight;
            return new RowSlope(label, weights, even, labelWeight, sum, scale);
        }

        /// At the label, where p Σ t w and t w may be nearly the same: their difference before the scale.
        float atLabel(float probability) {
            float target = even * weights.array()[weights.offset() + label] + labelWeight;
            return (probability * sum - target) * scale;
        }
    }

    private void gradRow(
            RowSlope slope, HostFloats x, int rowAt, float logSum, float[] out, int outAt, boolean add, int classes) {
        int at = x.offset() + rowAt;
        int label = slope.label;
        float atLabel = slope.atLabel(FloatMath.exp(x.array()[at + label] - logSum));
        float finished = add ? out[outAt + label] + atLabel : atLabel;
        loops.scaledExp(x.array(), at, logSum, slope.sum * slope.scale, out, outAt, add, classes);
        if (slope.even > 0) {
            HostFloats w = slope.weights;
            maps.scale(w.array(), w.offset(), -slope.even * slope.scale, out, outAt, true, classes);
        }
        out[outAt + label] = finished;
    }

    @Override
    public void spanCrossEntropy(SpanCrossEntropy given, Buffer loss, Buffer logSumExp) {
        HostInts starts = HostInts.of(given.starts());
        HostInts positions = HostInts.of(given.positions());
        HostFloats lse = HostFloats.forWriting(logSumExp);
        HostFloats out = HostFloats.forWriting(loss);
        int cols = given.cols();
        int count = given.count() * cols;
        Scratch shared = threads.borrow();
        float[] losses = shared.floats(Scratch.Use.TOTAL, count);
        threads.run(given.count(), (s, scratch) -> {
            int tokens = starts.get(s + 1) - starts.get(s);
            for (int i = s * cols; i < s * cols + cols; i++) {
                float[] x = column(given, starts, i, scratch);
                float max = loops.max(x, 0, tokens);
                float logSum = max + (float) StrictMath.log(loops.sumOfExps(x, 0, max, tokens));
                lse.array()[lse.offset() + i] = logSum;
                losses[i] = logSum - x[positions.get(i)];
            }
        });
        out.array()[out.offset()] = loops.sum(losses, 0, count) / count;
        threads.giveBack(shared);
    }

    @Override
    public void spanCrossEntropyGradLogits(
            SpanCrossEntropy given, Buffer gradLoss, Buffer logSumExp, Destination gradLogits) {
        HostInts starts = HostInts.of(given.starts());
        HostInts positions = HostInts.of(given.positions());
        HostFloats lse = HostFloats.of(logSumExp);
        HostFloats g = HostFloats.of(gradLoss);
        HostFloats out = HostFloats.forWriting(gradLogits.buffer());
        int cols = given.cols();
        float scale = g.array()[g.offset()] / (given.count() * cols);
        threads.run(given.count(), (s, scratch) -> {
            int tokens = starts.get(s + 1) - starts.get(s);
            float[] probabilities = scratch.floats(Scratch.Use.PARTIAL_2, tokens);
            for (int i = s * cols; i < s * cols + cols; i++) {
                float[] x = column(given, starts, i, scratch);
                loops.expSum(x, 0, 1, lse.array()[lse.offset() + i], probabilities, 0, tokens);
                for (int t = 0; t < tokens; t++) {
                    float r = (t == positions.get(i) ? probabilities[t] - 1 : probabilities[t]) * scale;
                    int at = out.offset() + (starts.get(s) + t) * cols + i % cols;
                    out.array()[at] = gradLogits.add() ? out.array()[at] + r : r;
                }
            }
        });
    }

    /// The logits of one sequence in one column, next to each other.
    ///
    /// @param i the sequence's number x `cols` + the column's
    private static float[] column(SpanCrossEntropy given, HostInts starts, int i, Scratch scratch) {
        HostFloats logits = HostFloats.of(given.logits());
        int cols = given.cols();
        int first = starts.get(i / cols);
        int tokens = starts.get(i / cols + 1) - first;
        float[] column = scratch.floats(Scratch.Use.PARTIAL, tokens);
        for (int t = 0; t < tokens; t++) {
            column[t] = logits.array()[logits.offset() + (first + t) * cols + i % cols];
        }
        return column;
    }

    @Override
    public void meanSquaredError(Buffer x, Buffer target, Buffer loss, int count) {
        HostFloats given = HostFloats.of(x);
        HostFloats wanted = HostFloats.of(target);
        HostFloats out = HostFloats.forWriting(loss);
        Scratch shared = threads.borrow();
        float[] squares = shared.floats(Scratch.Use.TOTAL, count);
        for (int i = 0; i < count; i++) {
            float d = given.array()[given.offset() + i] - wanted.array()[wanted.offset() + i];
            squares[i] = d * d;
        }
        out.array()[out.offset()] = loops.sum(squares, 0, count) / count;
        threads.giveBack(shared);
    }

    @Override
    public void meanSquaredErrorGradInput(
            Buffer gradLoss, Buffer x, Buffer target, Destination gradX, int count) {
        HostFloats g = HostFloats.of(gradLoss);
        HostFloats given = HostFloats.of(x);
        HostFloats wanted = HostFloats.of(target);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        float scale = 2 * g.array()[g.offset()] / count;
        for (int i = 0; i < count; i++) {
            float r = (given.array()[given.offset() + i] - wanted.array()[wanted.offset() + i]) * scale;
            int at = out.offset() + i;
            out.array()[at] = gradX.add() ? out.array()[at] + r : r;
        }
    }

    @Override
    public void binaryCrossEntropy(Buffer logits, Buffer targets, Buffer loss, int count) {
        HostFloats x = HostFloats.of(logits);
        HostFloats wanted = HostFloats.of(targets);
        HostFloats out = HostFloats.forWriting(loss);
        Scratch shared = threads.borrow();
        float[] losses = shared.floats(Scratch.Use.TOTAL, count);
        ranges.elements(count, (from, to, scratch) -> {
            for (int i = from; i < to; i++) {
                float logit = x.array()[x.offset() + i];
                float rest = (float) StrictMath.log1p(FloatMath.exp(-Math.abs(logit)));
                losses[i] = Math.max(logit, 0) - logit * wanted.array()[wanted.offset() + i] + rest;
            }
        });
        out.array()[out.offset()] = loops.sum(losses, 0, count) / count;
        threads.giveBack(shared);
    }

    @Override
    public void binaryCrossEntropyGradLogits(
            Buffer gradLoss, Buffer logits, Buffer targets, Destination gradLogits, int count) {
        HostFloats g = HostFloats.of(gradLoss);
        HostFloats x = HostFloats.of(logits);
        HostFloats wanted = HostFloats.of(targets);
        HostFloats out = HostFloats.forWriting(gradLogits.buffer());
        float scale = g.array()[g.offset()] / count;
        ranges.elements(count, (from, to, scratch) -> {
            for (int i = from; i < to; i++) {
                float logit = x.array()[x.offset() + i];
                float e = FloatMath.exp(-Math.abs(logit));
                float probability = (logit >= 0 ? 1 : e) / (1 + e);
                float r = (probability - wanted.array()[wanted.offset() + i]) * scale;
                int at = out.offset() + i;
                out.array()[at] = gradLogits.add() ? out.array()[at] + r : r;
            }
        });
    }
}
