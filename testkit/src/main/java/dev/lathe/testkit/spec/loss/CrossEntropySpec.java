package dev.lathe.testkit.spec.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.testkit.Arguments;
import dev.lathe.testkit.Expected;
import dev.lathe.testkit.OpSpec;
import dev.lathe.testkit.Rand;
import dev.lathe.testkit.Refusal;
import dev.lathe.testkit.Sample;
import java.util.Arrays;
import java.util.List;

/// @param weighted whether classes have weights of their own
/// @param labelSmoothing share of the target spread over all classes
public record CrossEntropySpec(boolean weighted, float labelSmoothing) implements OpSpec {
    private static final double EXP_ERROR = 3e-7;

    @Override
    public String name() {
        return "crossEntropy%s, smoothing %s".formatted(weighted ? " weighted" : "", labelSmoothing);
    }

    @Override
    public Class<?> op() {
        return CrossEntropyOp.class;
    }

    @Override
    public List<Sample> samples(Rand rand) {
        return List.of(
                sample("one element", rand, 1, 1),
                sample("two classes", rand, 5, 2),
                sample("odd sizes", rand, 3, 7),
                sample("around a vector", rand, 17, 15),
                sample("above two vectors", rand, 2, 33),
                ignoring(sample("some rows left out", rand, 6, 4)),
                Sample.of("large scores", rand.normalAround(500, 5, 2, 9), rand.ints(2, 9), rand.constant(0.1, 2, 9)),
                sample("bert vocabulary in part", rand, 3, 3001),
                peaked(sample("largest score far back", rand, 3, 3001)));
    }

    private static Sample sample(String name, Rand rand, int rows, int classes) {
        return Sample.of(name, rand.normal(rows, classes), rand.ints(rows, classes), rand.constant(0.1, 2, classes));
    }

    private static Sample ignoring(Sample sample) {
        int[] labels = sample.ints(1);
        labels[0] = CrossEntropyOp.IGNORE_INDEX;
        labels[3] = CrossEntropyOp.IGNORE_INDEX;
        return sample;
    }

    /// Scores that stand out by little and by much, where a kernel that looks at the first ones only would miss them.
    private static Sample peaked(Sample sample) {
        int classes = sample.shape(0).dim(1);
        sample.floats(0)[classes - 1] = 12;
        sample.floats(0)[2 * classes - 3] = 40;
        sample.floats(0)[3 * classes - 17] = 90;
        return sample;
    }

    @Override
    public Tensor apply(Workspace ws, Arguments in) {
        return weighted || labelSmoothing > 0
                ? CrossEntropyOp.apply(ws, in.tensor(0), in.tensor(1), classWeights(ws, in), labelSmoothing)
                : CrossEntropyOp.apply(ws, in.tensor(0), in.tensor(1));
    }

    private Tensor classWeights(Workspace ws, Arguments in) {
        if (weighted) {
            return in.tensor(2);
        }
        var ones = new float[in.tensor(2).shape().size()];
        Arrays.fill(ones, 1);
        return ws.of(in.tensor(2).shape(), ones);
    }

    @Override
    public Expected reference(Sample sample) {
        double[] logits = sample.floats(0);
        int rows = sample.shape(0).dim(0);
        int classes = sample.shape(0).dim(1);
        double loss = 0;
        double magnitude = 0;
        double total = 0;
        for (int row = 0; row < rows; row++) {
            int label = sample.ints(1)[row];
            if (label == CrossEntropyOp.IGNORE_INDEX) {
                continue;
            }
            double logSumExp = logSumExp(logits, row * classes, classes);
            for (int c = 0; c < classes; c++) {
                double target = (c == label ? 1 - labelSmoothing : 0) + (double) labelSmoothing / classes;
                double term = target * weight(sample, c) * (logSumExp - logits[row * classes + c]);
                loss += term;
                // The difference carries the rounding of both sides.
                magnitude += target * weight(sample, c)
                        * (1 + Math.abs(logSumExp) + Math.abs(logits[row * classes + c]));
            }
            total += weight(sample, label);
        }
        return Expected.of(
                Shape.SCALAR, new double[] {loss / total}, new double[] {magnitude / total}, rows + classes)
                .approximated(EXP_ERROR);
    }

    private double weight(Sample sample, int label) {
        return weighted ? sample.floats(2)[label] : 1;
    }

    private static double logSumExp(double[] logits, int start, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + classes; i++) {
            max = Math.max(max, logits[i]);
        }
        double sum = 0;
        for (int i = start; i < start + classes; i++) {
            sum += Math.exp(logits[i] - max);
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
        return (1 + largest) / sample.shape(0).dim(0);
    }

    @Override
    public List<Refusal> refusals() {
        return List.of(
                Refusal.index("crossEntropy: label 3 at 1: classes are 0..2", ws -> call(ws, Shape.of(2, 3), 0, 3)),
                Refusal.index("crossEntropy: label -1 at 0: classes are 0..2", ws -> call(ws, Shape.of(2, 3), -1, 0)),
                Refusal.argument("crossEntropy: 2 rows: none has a label that counts", ws ->
                        call(ws, Shape.of(2, 3), -100, -100)),
                Refusal.argument("crossEntropy: 0 rows: none has a label that counts", ws -> call(ws, Shape.of(0, 3))),
                Refusal.argument("crossEntropy: logits [2,3], labels [1]: needs labels [2]", ws ->
                        call(ws, Shape.of(2, 3), 0)),
                Refusal.argument("crossEntropy: logits [6]: needs 2 axes", ws -> call(ws, Shape.of(6), 0)),
                Refusal.argument("crossEntropy: labels is F32: needs I32", ws ->
                        CrossEntropyOp.apply(ws, ws.zeros(Shape.of(2, 3)), ws.zeros(Shape.of(2)))),
                weights("crossEntropy: logits [2,3], classWeights [2]: needs classWeights [3]", 0, 1, 1),
                weights("crossEntropy: labelSmoothing 1.5: needs 0 to 1", 1.5f, 1, 1, 1),
                weights("crossEntropy: labelSmoothing NaN: needs 0 to 1", Float.NaN, 1, 1, 1),
                Refusal.argument("crossEntropy: classWeights: have no gradient; give a constant", ws ->
                        CrossEntropyOp.apply(ws, ws.zeros(Shape.of(1, 1)), ws.ofInts(Shape.of(1), 0),
                                ws.variable(Shape.of(1), 1), 0)));
    }

    private static void call(Workspace ws, Shape logits, int... labels) {
        CrossEntropyOp.apply(ws, ws.zeros(logits), ws.ofInts(Shape.of(labels.length), labels));
    }

    private static Refusal weights(String message, float smoothing, float... weights) {
        return Refusal.argument(message, ws -> CrossEntropyOp.apply(
                ws, ws.zeros(Shape.of(2, 3)), ws.ofInts(Shape.of(2), 0, 1),
                ws.of(Shape.of(weights.length), weights), smoothing));
    }
}
