package dev.lathe.tensor.cpu;

/// The innermost loop of the matrix product: one tile of the result, all of whose elements stay in registers
/// while the depth passes by.
///
/// Each element of the tile is one chain of fused multiply-adds in increasing depth, from what `start` holds.
interface TileLoops {
    /// Rows of a tile, and of a panel of packed `a`.
    int rows();

    /// Columns of a tile, and of a panel of packed `b`.
    int cols();

    /// c = start + a b, where `a` was packed.
    ///
    /// @param a panel `[depth, rows()]`
    /// @param b panel `[depth, cols()]`
    /// @param start where the chains start; may be `c` itself
    /// @param startStride from one row of `start` to the next; 0 where all start from the same row
    /// @param cStride from one row of the tile to the next
    void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt,
            float[] start, int startAt, int startStride, float[] c, int cAt, int cStride);

    /// As above, where `a` is read in the place where it lies: 4 to 20 % slower, but nothing is copied.
    ///
    /// @param aRow from one row of `a` to the next
    /// @param aDepth from one element of a row of `a` to the next
    void multiplyInPlace(
            int depth, float[] a, int aAt, int aRow, int aDepth, float[] b, int bAt,
            float[] start, int startAt, int startStride, float[] c, int cAt, int cStride);
}
