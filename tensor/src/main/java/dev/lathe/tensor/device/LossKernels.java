package dev.lathe.tensor.device;

/// Losses, each reduced to the mean over its elements or weighted rows.
public interface LossKernels {
    /// @param labels I32 `[rows]`
    /// @param classWeights F32 `[classes]`
    /// @param ignoreIndex rows with this label count nothing
    /// @param labelSmoothing share of the target spread evenly over all classes
    record CrossEntropy(
            Buffer logits, Buffer labels, Buffer classWeights, int ignoreIndex, float labelSmoothing,
            int rows, int classes) {}

    /// Writes `loss` `[1]`, and for the backward kernel `logSumExp` `[rows]` and `totalWeight` `[1]`.
    void crossEntropy(CrossEntropy given, Buffer loss, Buffer logSumExp, Buffer totalWeight);

    void crossEntropyGradLogits(
            CrossEntropy given, Buffer gradLoss, Buffer logSumExp, Buffer totalWeight, Destination gradLogits);

    /// For each sequence and column a softmax over the sequence's rows.
    ///
    /// @param logits F32 `[tokens, cols]`
    /// @param starts I32 `[count + 1]`: the first row of each sequence, none of which is empty
    /// @param positions I32 `[count, cols]`: the right row, counted from the sequence's first
    record SpanCrossEntropy(Buffer logits, Buffer starts, Buffer positions, int count, int cols) {}

    /// Writes `loss` `[1]`, the mean over sequences and columns, and for the backward kernel `logSumExp`
    /// `[count, cols]`.
    void spanCrossEntropy(SpanCrossEntropy given, Buffer loss, Buffer logSumExp);

    void spanCrossEntropyGradLogits(
            SpanCrossEntropy given, Buffer gradLoss, Buffer logSumExp, Destination gradLogits);

    /// loss `[1]` = mean((x - target)²)
    void meanSquaredError(Buffer x, Buffer target, Buffer loss, int count);

    void meanSquaredErrorGradInput(Buffer gradLoss, Buffer x, Buffer target, Destination gradX, int count);

    /// loss `[1]` = mean(max(x, 0) - x target + log(1 + exp(-|x|))), where x are the logits
    void binaryCrossEntropy(Buffer logits, Buffer targets, Buffer loss, int count);

    /// gradLogits = (1 / (1 + exp(-x)) - target) gradLoss / count
    void binaryCrossEntropyGradLogits(
            Buffer gradLoss, Buffer logits, Buffer targets, Destination gradLogits, int count);
}
