package dev.lathe.tensor.op.loss;

import dev.lathe.tensor.ExampleRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.argument.Checks;
import java.util.List;

/// The loss of a classification in which each label is right or wrong on its own.
public final class BinaryCrossEntropyOp {
    private BinaryCrossEntropyOp() {}

    /// With p = 1 / (1 + exp(-logit)):
    ///
    ///     loss = mean(-target log(p) - (1 - target) log(1 - p))
    ///          = mean(max(logit, 0) - logit target + log(1 + exp(-|logit|)))
    ///
    /// a scalar, computed in the second form, which neither overflows nor takes the logarithm of 0.
    ///
    /// | tensor    | shape                           |
    /// |-----------|---------------------------------|
    /// | `logits`  | `[rows,labels]`                 |
    /// | `targets` | `[rows,labels]`, constant, in `[0, 1]` |
    ///
    /// Targets of [Workspace#ofKnown] are checked without asking the device.
    ///
    /// @throws IllegalArgumentException if a shape does not fit, there are no elements, a target is below 0 or
    ///     above 1, or `targets` needs a gradient
    public static Tensor apply(Workspace ws, Tensor logits, Tensor targets) {
        check(logits, targets);
        Tensor loss = ws.empty(Shape.SCALAR);
        ws.backend().loss().binaryCrossEntropy(
                logits.buffer(), targets.buffer(), loss.buffer(), logits.shape().size());
        return ws.record(loss, new Backward(logits, targets));
    }

    /// gradLogits = (p - target) / size gradLoss. Keeps nothing else: p costs one exp.
    record Backward(Tensor logits, Tensor targets) implements ExampleRule {
        @Override
        public String op() {
            return "binaryCrossEntropy";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public void backward(Workspace ws, Tensor gradLoss, Gradients gradients) {
            gradients.into(logits, gradLogits -> ws.backend().loss().binaryCrossEntropyGradLogits(
                    gradLoss.buffer(), logits.buffer(), targets.buffer(), gradLogits, logits.shape().size()));
        }
    }

    private static void check(Tensor logits, Tensor targets) {
        Checks.floats("binaryCrossEntropy", "logits", logits);
        Checks.rank("binaryCrossEntropy", "logits", logits, 2);
        Checks.floats("binaryCrossEntropy", "targets", targets);
        Checks.sameShape("binaryCrossEntropy", "targets", targets, "logits", logits.shape());
        if (logits.shape().size() == 0) {
            throw new IllegalArgumentException(
                    "binaryCrossEntropy: logits %s: has no elements".formatted(logits.shape()));
        }
        if (targets.needsGradient()) {
            throw new IllegalArgumentException("binaryCrossEntropy: targets: have no gradient; give a constant");
        }
        checkTargets(targets.toArray(), logits.shape().dim(1));
    }

    private static void checkTargets(float[] targets, int labels) {
        for (int i = 0; i < targets.length; i++) {
            if (!(targets[i] >= 0 && targets[i] <= 1)) {
                throw new IllegalArgumentException("binaryCrossEntropy: target %s at [%d,%d]: needs 0 to 1".formatted(
                        targets[i], i / labels, i % labels));
            }
        }
    }
}
