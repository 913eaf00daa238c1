package dev.lathe.train.loss;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.loss.CrossEntropyOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.Value;
import java.util.Arrays;

/// The loss of rows that have one label each: texts, or words.
///
/// Without options it is [CrossEntropyOp], with its bits.
public final class LabelLoss {
    /// Without options.
    public static final LabelLoss USUAL = new LabelLoss(LossOptions.USUAL, new float[0]);

    private final LossOptions options;
    private final float[] classWeights;

    /// @param classWeights one a label, what [ClassWeights#of] gives
    public LabelLoss(LossOptions options, float[] classWeights) {
        this.options = options;
        this.classWeights = classWeights.clone();
    }

    /// Whether it takes two passes over the same examples.
    public boolean takesTwo() {
        return options.rDrop() > 0;
    }

    /// The sum of the rows' weights, which the loss is a mean over. Rows labelled [CrossEntropyOp#IGNORE_INDEX] have none.
    public double weight(int[] labels) {
        double sum = 0;
        for (int label : labels) {
            sum += weightOf(label);
        }
        return sum;
    }

    private float weightOf(int label) {
        return label < 0 ? 0 : classWeights.length == 0 ? 1 : classWeights[label];
    }

    /// The mean over the rows, each with the weight of its label.
    ///
    /// @param logits `[rows,classes]`
    public Tensor of(Workspace ws, Tensor logits, int[] labels) {
        if (options.focalGamma() > 0) {
            return ShapedEntropy.focal(ws, logits, labels, shares(labels), (float) options.focalGamma());
        }
        Tensor given = ws.ofInts(Shape.of(labels.length), labels);
        return options.weights().equals(ClassWeights.EVEN) && options.labelSmoothing() == 0
                ? CrossEntropyOp.apply(ws, logits, given)
                : CrossEntropyOp.apply(ws, logits, given, ws.of(Shape.of(classWeights.length), classWeights), (float) options.labelSmoothing());
    }

    /// The mean of two passes' losses, and `rDrop` times half of how much they disagree: (KL(p|q) + KL(q|p)) / 2.
    public Tensor of(Workspace ws, Tensor logits, Tensor again, int[] labels) {
        Value both = Value.of(ws, of(ws, logits, labels)).add(Value.of(ws, of(ws, again, labels))).scale(0.5f);
        Tensor apart = ShapedEntropy.disagreement(ws, logits, again, shares(labels));
        return both.add(both.with(ScaleOp.apply(ws, apart, (float) (options.rDrop() / 2)))).tensor();
    }

    /// The mean over the rows, each with a weight of its own. Only of a loss without options.
    ///
    /// @param weights 0 or more, not all 0
    public Tensor of(Workspace ws, Tensor logits, int[] labels, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        var shares = new float[logits.shape().size()];
        for (int row = 0; row < labels.length; row++) {
            shares[row * logits.shape().dim(1) + labels[row]] = (float) (weights[row] / sum);
        }
        return ShapedEntropy.of(ws, logits, shares);
    }

    private float[] shares(int[] labels) {
        double sum = weight(labels);
        var shares = new float[labels.length];
        for (int row = 0; row < shares.length; row++) {
            shares[row] = (float) (weightOf(labels[row]) / sum);
        }
        return shares;
    }
}
