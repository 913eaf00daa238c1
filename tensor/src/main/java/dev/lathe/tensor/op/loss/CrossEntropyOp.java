package dev.lathe.tensor.op.loss;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.LossKernels.CrossEntropy;
import dev.lathe.tensor.op.argument.Checks;
import java.util.Arrays;
import java.util.List;

/// The loss of a classification: how many nats the right label was worth.
public final class CrossEntropyOp {
    /// The label of rows that count nothing, as elsewhere in the field.
    public static final int IGNORE_INDEX = -100;

    private CrossEntropyOp() {}

    /// Every class weighs the same; nothing is smoothed.
    public static Tensor apply(Workspace ws, Tensor logits, Tensor labels) {
        return apply(ws, logits, labels, evenWeights(ws, logits), 0);
    }

    /// With target shares t = (1 - labelSmoothing) for the label + labelSmoothing / classes for each class:
    ///
    ///     loss = Σ_rows Σ_classes t weight (logSumExp(logits) - logit)  /  Σ_rows weight of the label
    ///
    /// a scalar. Rows labelled [#IGNORE_INDEX] are left out of both sums.
    ///
    /// | tensor         | shape            |
    /// |----------------|------------------|
    /// | `logits`       | `[rows,classes]` |
    /// | `labels`       | I32 `[rows]`     |
    /// | `classWeights` | `[classes]`, constant, at least 0 |
    ///
    /// @param labelSmoothing share of the target spread over all classes, in `[0, 1]`
    /// @throws IllegalArgumentException if a shape does not fit, the smoothing is out of range, the weights need a
    ///     gradient, or all rows are left out
    /// @throws IndexOutOfBoundsException if a label is no class
    public static Tensor apply(
            Workspace ws, Tensor logits, Tensor labels, Tensor classWeights, float labelSmoothing) {
        check(logits, labels, classWeights, labelSmoothing);
        int rows = logits.shape().dim(0);
        checkLabels(labels.toIntArray(), logits.shape().dim(1));
        var given = new CrossEntropy(
                logits.buffer(), labels.buffer(), classWeights.buffer(), IGNORE_INDEX, labelSmoothing,
                rows, logits.shape().dim(1));
        Tensor loss = ws.empty(Shape.SCALAR);
        Tensor logSumExp = ws.empty(Shape.of(rows));
        Tensor totalWeight = ws.empty(Shape.SCALAR);
        ws.backend().loss().crossEntropy(given, loss.buffer(), logSumExp.buffer(), totalWeight.buffer());
        return ws.record(loss, new Backward(logits, given, logSumExp, totalWeight));
    }

    /// gradLogits = (softmax(logits) Σ t weight - t weight) gradLoss / total weight. Keeps a float a row.
    record Backward(Tensor logits, CrossEntropy given, Tensor logSumExp, Tensor totalWeight)
            implements ExampleRule {
        @Override
        public String op() {
            return "crossEntropy";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public void backward(Workspace ws, Tensor gradLoss, Gradients gradients) {
            gradients.into(logits, gradLogits -> ws.backend().loss().crossEntropyGradLogits(
                    given, gradLoss.buffer(), logSumExp.buffer(), totalWeight.buffer(), gradLogits));
        }
    }

    private static Tensor evenWeights(Workspace ws, Tensor logits) {
        Checks.rank("crossEntropy", "logits", logits, 2);
        var ones = new float[logits.shape().dim(1)];
        Arrays.fill(ones, 1);
        return ws.of(Shape.of(ones.length), ones);
    }

    private static void check(Tensor logits, Tensor labels, Tensor classWeights, float labelSmoothing) {
        Checks.floats("crossEntropy", "logits", logits);
        Checks.rank("crossEntropy", "logits", logits, 2);
        Checks.ints("crossEntropy", "labels", labels);
        Checks.floats("crossEntropy", "classWeights", classWeights);
        int classes = logits.shape().dim(1);
        if (!labels.shape().equals(Shape.of(logits.shape().dim(0)))) {
            throw new IllegalArgumentException("crossEntropy: logits %s, labels %s: needs labels [%d]".formatted(
                    logits.shape(), labels.shape(), logits.shape().dim(0)));
        }
        if (!classWeights.shape().equals(Shape.of(classes))) {
            throw new IllegalArgumentException("crossEntropy: logits %s, classWeights %s: needs classWeights [%d]"
                    .formatted(logits.shape(), classWeights.shape(), classes));
        }
        if (classWeights.needsGradient()) {
            throw new IllegalArgumentException("crossEntropy: classWeights: have no gradient; give a constant");
        }
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "crossEntropy: labelSmoothing %s: needs 0 to 1".formatted(labelSmoothing));
        }
    }

    private static void checkLabels(int[] labels, int classes) {
        boolean counts = false;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] == IGNORE_INDEX) {
                continue;
            }
            if (labels[row] < 0 || labels[row] >= classes) {
                throw new IndexOutOfBoundsException("crossEntropy: label %d at %d: classes are 0..%d".formatted(
                        labels[row], row, classes - 1));
            }
            counts = true;
        }
        if (!counts) {
            throw new IllegalArgumentException(
                    "crossEntropy: %d rows: none has a label that counts".formatted(labels.length));
        }
    }
}
