package dev.lathe.tensor.op.product;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.AttentionKernels.Layout;
import dev.lathe.tensor.device.DropoutDecisions;

/// How attention shares itself out, for those who want to look at it. [AttentionOp] itself stores no share.
public final class AttentionShares {
    private AttentionShares() {}

    /// softmax(q kᵀ / √headSize), for each head of each sequence on its own, with the bits that [AttentionOp] uses; no dropout.
    ///
    /// Attention whose values are unit vectors gives its shares, `headSize` keys at a time.
    ///
    /// | tensor   | shape                     |
    /// |----------|---------------------------|
    /// | `q`, `k` | `[tokens,hidden]`         |
    /// | result   | `[tokens,heads,longest]`: of each token's query, the share of each key of its sequence; 0 behind the last |
    ///
    /// The result is a constant: no gradient flows through it.
    ///
    /// @throws IllegalArgumentException as [AttentionOp#apply]
    public static Tensor of(Workspace ws, Tensor q, Tensor k, PackedSequences sequences, AttentionOp.Config config) {
        AttentionOp.check(q, k, k, sequences, config);
        int tokens = q.shape().dim(0);
        int heads = config.heads();
        int hidden = q.shape().dim(1);
        int headSize = hidden / heads;
        int longest = sequences.longest();
        var layout = new Layout(sequences.startTensor().buffer(), sequences.exampleTensor().buffer(), sequences.count(),
                tokens, longest, heads, headSize, config.maxPositions());
        int[] positions = sequences.positionTensor().toIntArray();
        var shares = new float[Math.multiplyExact(Math.multiplyExact(tokens, heads), longest)];
        Tensor values = ws.empty(q.shape());
        Tensor some = ws.empty(q.shape());
        Tensor logSumExp = ws.empty(Shape.of(tokens, heads));
        for (int first = 0; first < longest; first += headSize) {
            float[] units = units(positions, first, hidden, headSize);
            values.buffer().write(0, units, 0, units.length);
            ws.backend().attention().attention(
                    q.buffer(), k.buffer(), values.buffer(), (float) (1 / Math.sqrt(headSize)), DropoutDecisions.NONE,
                    some.buffer(), logSumExp.buffer(), layout);
            float[] part = some.toArray();
            int count = Math.min(headSize, longest - first);
            for (int row = 0; row < tokens * heads; row++) {
                System.arraycopy(part, row * headSize, shares, row * longest + first, count);
            }
        }
        ws.discard(values);
        ws.discard(some);
        ws.discard(logSumExp);
        return ws.of(Shape.of(tokens, heads, longest), shares);
    }

    /// For each head, a 1 at feature i of the key at position `first` + i.
    private static float[] units(int[] positions, int first, int hidden, int headSize) {
        var units = new float[positions.length * hidden];
        for (int row = 0; row < positions.length; row++) {
            int feature = positions[row] - first;
            for (int at = feature; feature >= 0 && feature < headSize && at < hidden; at += headSize) {
                units[row * hidden + at] = 1;
            }
        }
        return units;
    }
}
