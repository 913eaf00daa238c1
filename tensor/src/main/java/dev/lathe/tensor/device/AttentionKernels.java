package dev.lathe.tensor.device;

/// Scaled dot-product attention inside each sequence of a packed batch, for each head on its own.
public interface AttentionKernels {
    /// The layout of `q`, `k`, `v` and the output: `[tokens, heads x headSize]`.
    ///
    /// @param starts I32 `[count + 1]`: first row of each sequence, then the number of rows
    /// @param examples I32 `[tokens]`: example number within the optimiser step, for dropout
    /// @param longest tokens of the longest sequence
    /// @param maxPositions dropout's row is head x maxPositions + position of the query
    record Layout(
            Buffer starts, Buffer examples, int count, int tokens, int longest,
            int heads, int headSize, int maxPositions) {}

    /// out = dropout(softmax(scale q kᵀ)) v. Writes `logSumExp` `[tokens, heads]` for the backward kernel.
    void attention(
            Buffer q, Buffer k, Buffer v, float scale, DropoutDecisions dropout,
            Buffer out, Buffer logSumExp, Layout layout);

    void attentionGradInputs(
            Buffer gradOut, Buffer q, Buffer k, Buffer v, Buffer logSumExp, float scale, DropoutDecisions dropout,
            Destination gradQ, Destination gradK, Destination gradV, Layout layout);
}
