package dev.lathe.tensor.cpu;

/// The innermost loop of the matrix product: one tile of the result, all of whose elements stay in registers
/// while the depth passes by.
interface TileLoops {
    /// Rows of a tile, and of a panel of packed `a`.
    int rows();

    /// Columns of a tile, and of a panel of packed `b`.
    int cols();

    /// c += a b, each element one chain of fused multiply-adds in increasing depth.
    ///
    /// @param a panel `[depth, rows()]`
    /// @param b panel `[depth, cols()]`
    /// @param cStride from one row of the tile to the next
    /// @param fromZero starts the chains at 0 instead of at what `c` holds
    void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean fromZero);
}
