package dev.lathe.tensor.cpu.loops;

import jdk.incubator.vector.FloatVector;

/// The tile loop for 8 rows by two vectors: 16 accumulators, two vectors of `b` and one of `a` out of 32 registers.
///
/// Long methods on purpose: accumulators must be local variables to stay in registers. In an array of
/// vectors they are 19 times slower.
final class VectorTile8Loops extends VectorTileLoops {
    private static final int ROWS = 8;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
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
        FloatVector c60 = load(start, startAt + 6 * startRow);
        FloatVector c61 = load(start, startAt + 6 * startRow + LENGTH);
        FloatVector c70 = load(start, startAt + 7 * startRow);
        FloatVector c71 = load(start, startAt + 7 * startRow + LENGTH);
        for (int k = 0, lineA = aAt, lineB = bAt; k < depth; k++, lineA += aLine, lineB += bLine) {
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
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[lineA + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[lineA + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
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
        c60.intoArray(c, cAt + 6 * cRow);
        c61.intoArray(c, cAt + 6 * cRow + LENGTH);
        c70.intoArray(c, cAt + 7 * cRow);
        c71.intoArray(c, cAt + 7 * cRow + LENGTH);
    }

    /// Two lines at a time: neighbours in a row come from different banks of the cache, two rows of a matrix seldom do.
    @Override
    public void multiplyRows(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bLine,
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
        FloatVector c60 = load(start, startAt + 6 * startRow);
        FloatVector c61 = load(start, startAt + 6 * startRow + LENGTH);
        FloatVector c70 = load(start, startAt + 7 * startRow);
        FloatVector c71 = load(start, startAt + 7 * startRow + LENGTH);
        int row1 = aAt + aRow;
        int row2 = aAt + 2 * aRow;
        int row3 = aAt + 3 * aRow;
        int row4 = aAt + 4 * aRow;
        int row5 = aAt + 5 * aRow;
        int row6 = aAt + 6 * aRow;
        int row7 = aAt + 7 * aRow;
        int pairs = depth & ~1;
        for (int k = 0, lineB = bAt; k < pairs; k += 2, lineB += 2 * bLine) {
            FloatVector b00 = load(b, lineB);
            FloatVector b01 = load(b, lineB + LENGTH);
            FloatVector b10 = load(b, lineB + bLine);
            FloatVector b11 = load(b, lineB + bLine + LENGTH);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k]);
            c00 = a0.fma(b00, c00);
            c01 = a0.fma(b01, c01);
            a0 = FloatVector.broadcast(SPECIES, a[aAt + k + 1]);
            c00 = a0.fma(b10, c00);
            c01 = a0.fma(b11, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[row1 + k]);
            c10 = a1.fma(b00, c10);
            c11 = a1.fma(b01, c11);
            a1 = FloatVector.broadcast(SPECIES, a[row1 + k + 1]);
            c10 = a1.fma(b10, c10);
            c11 = a1.fma(b11, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[row2 + k]);
            c20 = a2.fma(b00, c20);
            c21 = a2.fma(b01, c21);
            a2 = FloatVector.broadcast(SPECIES, a[row2 + k + 1]);
            c20 = a2.fma(b10, c20);
            c21 = a2.fma(b11, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[row3 + k]);
            c30 = a3.fma(b00, c30);
            c31 = a3.fma(b01, c31);
            a3 = FloatVector.broadcast(SPECIES, a[row3 + k + 1]);
            c30 = a3.fma(b10, c30);
            c31 = a3.fma(b11, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[row4 + k]);
            c40 = a4.fma(b00, c40);
            c41 = a4.fma(b01, c41);
            a4 = FloatVector.broadcast(SPECIES, a[row4 + k + 1]);
            c40 = a4.fma(b10, c40);
            c41 = a4.fma(b11, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[row5 + k]);
            c50 = a5.fma(b00, c50);
            c51 = a5.fma(b01, c51);
            a5 = FloatVector.broadcast(SPECIES, a[row5 + k + 1]);
            c50 = a5.fma(b10, c50);
            c51 = a5.fma(b11, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[row6 + k]);
            c60 = a6.fma(b00, c60);
            c61 = a6.fma(b01, c61);
            a6 = FloatVector.broadcast(SPECIES, a[row6 + k + 1]);
            c60 = a6.fma(b10, c60);
            c61 = a6.fma(b11, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[row7 + k]);
            c70 = a7.fma(b00, c70);
            c71 = a7.fma(b01, c71);
            a7 = FloatVector.broadcast(SPECIES, a[row7 + k + 1]);
            c70 = a7.fma(b10, c70);
            c71 = a7.fma(b11, c71);
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
        c60.intoArray(c, cAt + 6 * cRow);
        c61.intoArray(c, cAt + 6 * cRow + LENGTH);
        c70.intoArray(c, cAt + 7 * cRow);
        c71.intoArray(c, cAt + 7 * cRow + LENGTH);
        if (pairs < depth) {
            addLine(ROWS, a, aAt + pairs, aRow, b, bAt + pairs * bLine, c, cAt, cRow);
            addLine(ROWS, a, aAt + pairs, aRow, b, bAt + pairs * bLine + LENGTH, c, cAt + LENGTH, cRow);
        }
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
        FloatVector c6 = load(start, startAt + 6 * startRow);
        FloatVector c7 = load(start, startAt + 7 * startRow);
        int row1 = aAt + aRow;
        int row2 = aAt + 2 * aRow;
        int row3 = aAt + 3 * aRow;
        int row4 = aAt + 4 * aRow;
        int row5 = aAt + 5 * aRow;
        int row6 = aAt + 6 * aRow;
        int row7 = aAt + 7 * aRow;
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
            c6 = FloatVector.broadcast(SPECIES, a[row6 + k]).fma(b0, c6);
            c6 = FloatVector.broadcast(SPECIES, a[row6 + k + 1]).fma(b1, c6);
            c7 = FloatVector.broadcast(SPECIES, a[row7 + k]).fma(b0, c7);
            c7 = FloatVector.broadcast(SPECIES, a[row7 + k + 1]).fma(b1, c7);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cRow);
        c2.intoArray(c, cAt + 2 * cRow);
        c3.intoArray(c, cAt + 3 * cRow);
        c4.intoArray(c, cAt + 4 * cRow);
        c5.intoArray(c, cAt + 5 * cRow);
        c6.intoArray(c, cAt + 6 * cRow);
        c7.intoArray(c, cAt + 7 * cRow);
        if (pairs < depth) {
            addLine(ROWS, a, aAt + pairs, aRow, b, bAt + pairs * LENGTH, c, cAt, cRow);
        }
    }
}
