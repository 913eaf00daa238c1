package dev.lathe.cuda.product;

/// Who multiplies matrices of floats in device memory.
public interface MatrixProduct extends AutoCloseable {
    /// Row-major c = a b, or c + a b, for each of `batch` pairs: `[m,k]` by `[k,n]`. No size is 0.
    ///
    /// @param a address; so are b and c
    /// @param transposedA whether each matrix is stored as its transpose
    record Sizes(
            long a, boolean transposedA, long b, boolean transposedB, long c, boolean add,
            int batch, int m, int n, int k) {
        /// For messages.
        String shapes() {
            return "matMul [%d,%d] x [%d,%d]".formatted(m, k, k, n);
        }
    }

    /// As kernels are called in messages.
    String PRODUCT = "matMul of cuBLAS";

    void multiply(Sizes given);

    /// Such as `cuBLAS 12.6 through JCublas`.
    String description();

    @Override
    void close();
}
