package dev.lathe.bench.peers;

import static org.bytedeco.pytorch.global.torch.matmul;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.softmax;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/// `dropout(softmax(q kᵀ / √headSize + mask)) v` over `[rows, heads, columns, headSize]`.
///
/// Without dropout `scaled_dot_product_attention` is libtorch's fused kernel and always the best. With dropout it falls back to
/// single operators and its slow draws, so the fastest path writes those operators out.
///
/// @param dropout of the probabilities
record LibtorchAttention(LibtorchDropout dropout) {

    /// @param mask true where a key may be looked at, `[rows, 1, 1, columns]`; absent when all may
    Tensor apply(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask) {
        if (dropout.path() == LibtorchPath.FASTEST && dropout.probability() > 0) {
            return writtenOut(query, key, value, mask);
        }
        return scaled_dot_product_attention(query, key, value,
                mask == null ? new TensorOptional() : new TensorOptional(mask),
                dropout.probability(), false, new DoubleOptional(), false);
    }

    private Tensor writtenOut(Tensor query, Tensor key, Tensor value, @Nullable Tensor mask) {
        var scale = new Scalar(1 / Math.sqrt(query.size(3)));
        Tensor scores = matmul(query.mul(scale), key.transpose(2, 3));
        if (mask != null) {
            scores = scores.masked_fill(mask.logical_not(), new Scalar(Double.NEGATIVE_INFINITY));
        }
        return matmul(dropout.apply(softmax(scores, -1L)), value);
    }
}
