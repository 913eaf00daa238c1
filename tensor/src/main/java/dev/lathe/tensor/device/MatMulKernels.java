package dev.lathe.tensor.device;

/// Matrix products. Every element is one chain of fused multiply-adds in increasing k.
public interface MatMulKernels {
    /// A stack of matrices, one behind the other.
    ///
    /// @param transposed whether each is stored as its transpose
    record Operand(Buffer buffer, boolean transposed) {}

    /// c = a b for each of `batch` pairs: `[m,k]` by `[k,n]` gives `[m,n]`.
    void matMul(Operand a, Operand b, Destination c, int batch, int m, int n, int k);

    /// y = x weightᵀ + bias: `[rows,in]` by `[out,in]` gives `[rows,out]`. The bias starts each chain.
    void linear(Buffer x, Buffer weight, Buffer bias, Buffer y, int rows, int in, int out);

    /// hidden = x weightᵀ + bias as in [#linear], and y = gelu(hidden) as in [ActivationKernels#gelu].
    ///
    /// @param hidden for the backward pass; may be `y`, where there will be none
    void linearGelu(Buffer x, Buffer weight, Buffer bias, Buffer hidden, Buffer y, int rows, int in, int out);
}
