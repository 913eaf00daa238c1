package dev.lathe.cuda.product;

/// A row-major product as cuBLAS, which is column-major, sees it: cᵀ = bᵀ aᵀ, where the transpose of a row-major
/// matrix is the same memory read by columns.
///
/// @param transposeFirst CUBLAS_OP_N or CUBLAS_OP_T for the first operand, which is b; so for the second
/// @param firstStride from one stored row of b to the next; so for the second
record ColumnMajor(int transposeFirst, int transposeSecond, int firstStride, int secondStride) {
    static ColumnMajor of(MatrixProduct.Sizes s) {
        return new ColumnMajor(
                s.transposedB() ? 1 : 0, s.transposedA() ? 1 : 0,
                s.transposedB() ? s.k() : s.n(), s.transposedA() ? s.m() : s.k());
    }
}
