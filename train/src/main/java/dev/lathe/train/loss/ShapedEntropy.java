package dev.lathe.train.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.Value;

/// Sums over rows of log-probabilities, out of the ops that there are.
final class ShapedEntropy {
    /// Keeps the logarithm of a probability that is 0 finite.
    private static final float LEAST = 1e-30f;

    private ShapedEntropy() {}

    /// -Σ target log p, a scalar, with p = softmax(logits).
    ///
    /// @param logits `[rows,classes]`
    /// @param targets `[rows,classes]`, constant
    static Tensor of(Workspace ws, Tensor logits, float[] targets) {
        Value logs = Value.of(ws, logits).logSoftmax();
        return logs.mul(logs.with(ws.of(logits.shape(), targets))).sum().scale(-1).tensor();
    }

    /// -Σ_rows weight (1 - p)^gamma log p, p being what the row's label gets.
    ///
    /// 1 - p is summed from the other classes, so that it keeps its digits where p is nearly 1.
    ///
    /// @param labels of the rows; a row with one below 0 counts nothing
    /// @param weights of the rows
    static Tensor focal(Workspace ws, Tensor logits, int[] labels, float[] weights, float gamma) {
        int classes = logits.shape().dim(1);
        var label = new float[labels.length * classes];
        var others = new float[label.length];
        for (int row = 0; row < labels.length; row++) {
            for (int c = 0; c < classes && labels[row] >= 0; c++) {
                boolean own = c == labels[row];
                label[row * classes + c] = own ? weights[row] : 0;
                others[row * classes + c] = own ? 0 : 1;
            }
        }
        Value logs = Value.of(ws, logits).logSoftmax();
        Value picked = logs.mul(logs.with(ws.of(logits.shape(), label))).sum(1);
        Value rest = logs.exp().mul(logs.with(ws.of(logits.shape(), others))).sum(1);
        Value factor = rest.add(rest.with(ws.of(Shape.of(1), LEAST))).log().scale(gamma).exp();
        return picked.mul(factor).sum().scale(-1).tensor();
    }

    /// Σ_rows weight Σ_classes (p - q) (log p - log q), which is KL(p|q) + KL(q|p).
    ///
    /// @param weights of the rows
    static Tensor disagreement(Workspace ws, Tensor logits, Tensor others, float[] weights) {
        Value p = Value.of(ws, logits).logSoftmax();
        Value q = p.with(others).logSoftmax();
        Value apart = p.exp().sub(q.exp()).mul(p.sub(q)).sum(1);
        return apart.mul(apart.with(ws.of(Shape.of(weights.length), weights))).sum().tensor();
    }
}
