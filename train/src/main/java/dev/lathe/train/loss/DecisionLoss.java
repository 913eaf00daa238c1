package dev.lathe.train.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.BinaryCrossEntropyOp;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;

/// The loss of texts that have any number of labels: a decision a text and label, the mean over all of them.
///
/// Without options it is [BinaryCrossEntropyOp], with its bits. With options a decision is one between two classes whose logits
/// are x and 0: softmax of those is the sigmoid of x. A positive decision counts as much as its label's weight says, as `pos_weight`
/// of PyTorch's `BCEWithLogitsLoss`.
public final class DecisionLoss {
    /// Without options.
    public static final DecisionLoss USUAL = new DecisionLoss(LossOptions.USUAL, new float[0]);

    private final LossOptions options;
    private final float[] positiveWeights;

    /// @param positiveWeights one a label, what [ClassWeights#ofPositives] gives
    public DecisionLoss(LossOptions options, float[] positiveWeights) {
        this.options = options;
        this.positiveWeights = positiveWeights.clone();
    }

    /// Whether it takes two passes over the same examples.
    public boolean takesTwo() {
        return options.rDrop() > 0;
    }

    /// @param logits `[texts,labels]`
    /// @param targets 1 where a text has a label, else 0
    public Tensor of(Workspace ws, Tensor logits, float[] targets) {
        if (options.withRDrop(0).equals(LossOptions.USUAL)) {
            return BinaryCrossEntropyOp.apply(ws, logits, ws.ofKnown(logits.shape(), targets));
        }
        int labels = logits.shape().dim(1);
        Tensor pairs = pairs(ws, logits);
        return options.focalGamma() > 0 ? focal(ws, pairs, labels, targets) : weighted(ws, pairs, labels, targets);
    }

    /// As [LabelLoss#of(Workspace, Tensor, Tensor, int[])], of each decision.
    public Tensor of(Workspace ws, Tensor logits, Tensor again, float[] targets) {
        Value both = Value.of(ws, of(ws, logits, targets)).add(Value.of(ws, of(ws, again, targets))).scale(0.5f);
        var shares = new float[targets.length];
        Arrays.fill(shares, 1f / targets.length);
        Tensor apart = ShapedEntropy.disagreement(ws, pairs(ws, logits), pairs(ws, again), shares);
        return both.add(both.with(apart).scale((float) (options.rDrop() / 2))).tensor();
    }

    /// `[texts labels,2]`: x and 0.
    private static Tensor pairs(Workspace ws, Tensor logits) {
        Value column = Value.of(ws, logits).reshape(logits.shape().size(), 1);
        return column.concat(1, column.with(ws.zeros(Shape.of(logits.shape().size(), 1)))).tensor();
    }

    private Tensor weighted(Workspace ws, Tensor pairs, int labels, float[] targets) {
        double smoothing = options.labelSmoothing();
        var shares = new float[2 * targets.length];
        for (int i = 0; i < targets.length; i++) {
            double target = targets[i] * (1 - smoothing) + smoothing / 2;
            shares[2 * i] = (float) (positiveWeight(i % labels) * target / targets.length);
            shares[2 * i + 1] = (float) ((1 - target) / targets.length);
        }
        return ShapedEntropy.of(ws, pairs, shares);
    }

    private Tensor focal(Workspace ws, Tensor pairs, int labels, float[] targets) {
        var chosen = new int[targets.length];
        var shares = new float[targets.length];
        for (int i = 0; i < targets.length; i++) {
            chosen[i] = targets[i] > 0 ? 0 : 1;
            shares[i] = (targets[i] > 0 ? positiveWeight(i % labels) : 1) / targets.length;
        }
        return ShapedEntropy.focal(ws, pairs, chosen, shares, (float) options.focalGamma());
    }

    private float positiveWeight(int label) {
        return positiveWeights.length == 0 ? 1 : positiveWeights[label];
    }
}
