package dev.lathe.tensor.cpu.loops;

/// The innermost loop of the matrix product: one tile of the result, all of whose elements stay in registers
/// while the depth passes by.
///
/// Each element of the tile is one chain of fused multiply-adds in increasing depth, from what `start` holds.
public interface TileLoops {
    /// Rows of a tile.
    int rows();

    /// Rows of the low tile, for a few rows that would leave much of a whole one empty; 0 if there is none.
    default int lowRows() {
        return 0;
    }

    /// Columns of a tile, and of a panel of packed `b`; an even number.
    int cols();

    /// c = start + a b, where `a` lies in lines: the elements of the tile's rows at one depth are neighbours.
    ///
    /// @param aLine from the line of one depth to the next: [#rows] where `a` was packed
    /// @param bLine the same for `b`: [#cols] where it was packed
    /// @param start where the chains start; may be `c` itself
    /// @param startRow from one row of `start` to the next; 0 where all start from the same row
    /// @param cRow from one row of the tile to the next
    void multiply(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow);

    /// As above, where the elements of each row of `a` are neighbours: a little slower, but nothing need be packed.
    ///
    /// @param aRow from one row of `a` to the next
    void multiplyRows(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow);

    /// As [#multiply], for [#lowRows] rows, wherever elements of `a` lie.
    ///
    /// @param aRow from one row of `a` to the next
    /// @param aLine from the line of one depth to the next
    default void multiplyLow(
            int depth, float[] a, int aAt, int aRow, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        throw new IllegalStateException("tile of %d rows: has no low one".formatted(rows()));
    }

    /// As [#multiplyRows], for half the columns; `b` was packed in panels of so many.
    void multiplyNarrow(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow);

    /// As [#multiply], the first row alone, in half the time.
    void multiplyRow(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, float[] c, int cAt);
}
