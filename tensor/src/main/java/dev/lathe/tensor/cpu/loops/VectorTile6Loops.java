package dev.lathe.tensor.cpu.loops;

import jdk.incubator.vector.FloatVector;

/// The tile loop for 6 rows by two vectors: 12 accumulators, two vectors of `b` and two of `a` are all of 16 registers.
///
/// Long methods on purpose: accumulators must be local variables to stay in registers. In an array of
/// vectors they are 19 times slower.
///
/// Loops end where an index meets another, so that the compiler does not know how often they run. A loop that it can count it
/// rearranges: more elements of `a` are then read ahead than registers are left, one accumulator goes through the stack each
/// time, and the tile takes more than twice as long. See docs/matrix-product.md.
public final class VectorTile6Loops extends VectorTileLoops {
    private static final int ROWS = 6;
    private static final int LOW_ROWS = 4;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int lowRows() {
        return LOW_ROWS;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        if (aLine == ROWS && bLine == 2 * LENGTH) {
            packed(depth, a, aAt, b, bAt, start, startAt, startRow, c, cAt, cRow);
        } else {
            inPlace(depth, a, aAt, 1, aLine, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
        }
    }

    @Override
    public void multiplyRows(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        inPlace(depth, a, aAt, aRow, 1, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
    }

    /// Both operands packed, so that the distances of all elements are constants.
    private static void packed(
            int depth, float[] a, int aAt, float[] b, int bAt,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = load(start, startAt);
        FloatVector c01 = load(start, startAt + LENGTH);
        FloatVector c10 = load(start, startAt + startRow);
        FloatVector c11 = load(start, startAt + startRow + LENGTH);
        FloatVector c20 = load(start, startAt + 2 * startRow);
        FloatVector c21 = load(start, startAt + 2 * startRow + LENGTH);
        FloatVector c30 = load(start, startAt + 3 * startRow);
        FloatVector c31 = load(start, startAt + 3 * startRow + LENGTH);
        FloatVector c40 = load(start, startAt + 4 * startRow);
        FloatVector c41 = load(start, startAt + 4 * startRow + LENGTH);
        FloatVector c50 = load(start, startAt + 5 * startRow);
        FloatVector c51 = load(start, startAt + 5 * startRow + LENGTH);
        int end = aAt + depth * ROWS;
        for (int lineA = aAt, lineB = bAt; lineA != end; lineA += ROWS, lineB += 2 * LENGTH) {
            FloatVector b0 = load(b, lineB);
            FloatVector b1 = load(b, lineB + LENGTH);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[lineA]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[lineA + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[lineA + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[lineA + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[lineA + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[lineA + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LENGTH);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + LENGTH);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + LENGTH);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + LENGTH);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + LENGTH);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + LENGTH);
    }

    /// Any distances. Each row's index is made from the one before, and so checked by itself, which keeps the order of the reads.
    ///
    /// @param aRow from one row of `a` to the next
    /// @param aLine from the line of one depth to the next
    private static void inPlace(
            int depth, float[] a, int aAt, int aRow, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = load(start, startAt);
        FloatVector c01 = load(start, startAt + LENGTH);
        FloatVector c10 = load(start, startAt + startRow);
        FloatVector c11 = load(start, startAt + startRow + LENGTH);
        FloatVector c20 = load(start, startAt + 2 * startRow);
        FloatVector c21 = load(start, startAt + 2 * startRow + LENGTH);
        FloatVector c30 = load(start, startAt + 3 * startRow);
        FloatVector c31 = load(start, startAt + 3 * startRow + LENGTH);
        FloatVector c40 = load(start, startAt + 4 * startRow);
        FloatVector c41 = load(start, startAt + 4 * startRow + LENGTH);
        FloatVector c50 = load(start, startAt + 5 * startRow);
        FloatVector c51 = load(start, startAt + 5 * startRow + LENGTH);
        int end = bAt + depth * bLine;
        for (int lineA = aAt, lineB = bAt; lineB != end; lineA += aLine, lineB += bLine) {
            FloatVector b0 = load(b, lineB);
            FloatVector b1 = load(b, lineB + LENGTH);
            int row = lineA;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            row += aRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            row += aRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            row += aRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            row += aRow;
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[row]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            row += aRow;
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[row]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LENGTH);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + LENGTH);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + LENGTH);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + LENGTH);
        c40.intoArray(c, cAt + 4 * cRow);
        c41.intoArray(c, cAt + 4 * cRow + LENGTH);
        c50.intoArray(c, cAt + 5 * cRow);
        c51.intoArray(c, cAt + 5 * cRow + LENGTH);
    }

    @Override
    public void multiplyLow(
            int depth, float[] a, int aAt, int aRow, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        FloatVector c00 = load(start, startAt);
        FloatVector c01 = load(start, startAt + LENGTH);
        FloatVector c10 = load(start, startAt + startRow);
        FloatVector c11 = load(start, startAt + startRow + LENGTH);
        FloatVector c20 = load(start, startAt + 2 * startRow);
        FloatVector c21 = load(start, startAt + 2 * startRow + LENGTH);
        FloatVector c30 = load(start, startAt + 3 * startRow);
        FloatVector c31 = load(start, startAt + 3 * startRow + LENGTH);
        int end = bAt + depth * bLine;
        for (int lineA = aAt, lineB = bAt; lineB != end; lineA += aLine, lineB += bLine) {
            FloatVector b0 = load(b, lineB);
            FloatVector b1 = load(b, lineB + LENGTH);
            int row = lineA;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[row]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            row += aRow;
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[row]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            row += aRow;
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[row]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            row += aRow;
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[row]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LENGTH);
        c10.intoArray(c, cAt + cRow);
        c11.intoArray(c, cAt + cRow + LENGTH);
        c20.intoArray(c, cAt + 2 * cRow);
        c21.intoArray(c, cAt + 2 * cRow + LENGTH);
        c30.intoArray(c, cAt + 3 * cRow);
        c31.intoArray(c, cAt + 3 * cRow + LENGTH);
    }

    @Override
    public void multiplyNarrow(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        FloatVector c0 = load(start, startAt);
        FloatVector c1 = load(start, startAt + startRow);
        FloatVector c2 = load(start, startAt + 2 * startRow);
        FloatVector c3 = load(start, startAt + 3 * startRow);
        FloatVector c4 = load(start, startAt + 4 * startRow);
        FloatVector c5 = load(start, startAt + 5 * startRow);
        int row1 = aAt + aRow;
        int row2 = aAt + 2 * aRow;
        int row3 = aAt + 3 * aRow;
        int row4 = aAt + 4 * aRow;
        int row5 = aAt + 5 * aRow;
        int pairs = depth & ~1;
        for (int k = 0; k < pairs; k += 2) {
            FloatVector b0 = load(b, bAt + k * LENGTH);
            FloatVector b1 = load(b, bAt + k * LENGTH + LENGTH);
            c0 = FloatVector.broadcast(SPECIES, a[aAt + k]).fma(b0, c0);
            c0 = FloatVector.broadcast(SPECIES, a[aAt + k + 1]).fma(b1, c0);
            c1 = FloatVector.broadcast(SPECIES, a[row1 + k]).fma(b0, c1);
            c1 = FloatVector.broadcast(SPECIES, a[row1 + k + 1]).fma(b1, c1);
            c2 = FloatVector.broadcast(SPECIES, a[row2 + k]).fma(b0, c2);
            c2 = FloatVector.broadcast(SPECIES, a[row2 + k + 1]).fma(b1, c2);
            c3 = FloatVector.broadcast(SPECIES, a[row3 + k]).fma(b0, c3);
            c3 = FloatVector.broadcast(SPECIES, a[row3 + k + 1]).fma(b1, c3);
            c4 = FloatVector.broadcast(SPECIES, a[row4 + k]).fma(b0, c4);
            c4 = FloatVector.broadcast(SPECIES, a[row4 + k + 1]).fma(b1, c4);
            c5 = FloatVector.broadcast(SPECIES, a[row5 + k]).fma(b0, c5);
            c5 = FloatVector.broadcast(SPECIES, a[row5 + k + 1]).fma(b1, c5);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
        c4.intoArray(c, cAt + 4 * cRow);
        c5.intoArray(c, cAt + 5 * cRow);
        if (pairs < depth) {
            addLine(ROWS, a, aAt + pairs, aRow, b, bAt + pairs * LENGTH, c, cAt, cRow);
        }
    }
}
