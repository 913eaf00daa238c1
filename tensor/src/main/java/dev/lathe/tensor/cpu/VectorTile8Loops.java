package dev.lathe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tile loop for 8 rows by two vectors: 16 accumulators, two vectors of `b` and one of `a` out of 32 registers.
///
/// Long methods on purpose: accumulators must be local variables to stay in registers. In an array of
/// vectors they are 19 times slower.
final class VectorTile8Loops implements TileLoops {
    private static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    private static final int LENGTH = SPECIES.length();
    private static final int ROWS = 8;
    private static final int COLS = 2 * LENGTH;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int cols() {
        return COLS;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt,
            float[] start, int startAt, int startStride, float[] c, int cAt, int cStride) {
        FloatVector c00 = load(start, startAt);
        FloatVector c01 = load(start, startAt + LENGTH);
        FloatVector c10 = load(start, startAt + startStride);
        FloatVector c11 = load(start, startAt + startStride + LENGTH);
        FloatVector c20 = load(start, startAt + 2 * startStride);
        FloatVector c21 = load(start, startAt + 2 * startStride + LENGTH);
        FloatVector c30 = load(start, startAt + 3 * startStride);
        FloatVector c31 = load(start, startAt + 3 * startStride + LENGTH);
        FloatVector c40 = load(start, startAt + 4 * startStride);
        FloatVector c41 = load(start, startAt + 4 * startStride + LENGTH);
        FloatVector c50 = load(start, startAt + 5 * startStride);
        FloatVector c51 = load(start, startAt + 5 * startStride + LENGTH);
        FloatVector c60 = load(start, startAt + 6 * startStride);
        FloatVector c61 = load(start, startAt + 6 * startStride + LENGTH);
        FloatVector c70 = load(start, startAt + 7 * startStride);
        FloatVector c71 = load(start, startAt + 7 * startStride + LENGTH);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = load(b, bAt + k * COLS);
            FloatVector b1 = load(b, bAt + k * COLS + LENGTH);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + k * ROWS + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LENGTH);
        c10.intoArray(c, cAt + cStride);
        c11.intoArray(c, cAt + cStride + LENGTH);
        c20.intoArray(c, cAt + 2 * cStride);
        c21.intoArray(c, cAt + 2 * cStride + LENGTH);
        c30.intoArray(c, cAt + 3 * cStride);
        c31.intoArray(c, cAt + 3 * cStride + LENGTH);
        c40.intoArray(c, cAt + 4 * cStride);
        c41.intoArray(c, cAt + 4 * cStride + LENGTH);
        c50.intoArray(c, cAt + 5 * cStride);
        c51.intoArray(c, cAt + 5 * cStride + LENGTH);
        c60.intoArray(c, cAt + 6 * cStride);
        c61.intoArray(c, cAt + 6 * cStride + LENGTH);
        c70.intoArray(c, cAt + 7 * cStride);
        c71.intoArray(c, cAt + 7 * cStride + LENGTH);
    }

    @Override
    public void multiplyInPlace(
            int depth, float[] a, int aAt, int aRow, int aDepth, float[] b, int bAt,
            float[] start, int startAt, int startStride, float[] c, int cAt, int cStride) {
        FloatVector c00 = load(start, startAt);
        FloatVector c01 = load(start, startAt + LENGTH);
        FloatVector c10 = load(start, startAt + startStride);
        FloatVector c11 = load(start, startAt + startStride + LENGTH);
        FloatVector c20 = load(start, startAt + 2 * startStride);
        FloatVector c21 = load(start, startAt + 2 * startStride + LENGTH);
        FloatVector c30 = load(start, startAt + 3 * startStride);
        FloatVector c31 = load(start, startAt + 3 * startStride + LENGTH);
        FloatVector c40 = load(start, startAt + 4 * startStride);
        FloatVector c41 = load(start, startAt + 4 * startStride + LENGTH);
        FloatVector c50 = load(start, startAt + 5 * startStride);
        FloatVector c51 = load(start, startAt + 5 * startStride + LENGTH);
        FloatVector c60 = load(start, startAt + 6 * startStride);
        FloatVector c61 = load(start, startAt + 6 * startStride + LENGTH);
        FloatVector c70 = load(start, startAt + 7 * startStride);
        FloatVector c71 = load(start, startAt + 7 * startStride + LENGTH);
        int row1 = aAt + aRow;
        int row2 = aAt + 2 * aRow;
        int row3 = aAt + 3 * aRow;
        int row4 = aAt + 4 * aRow;
        int row5 = aAt + 5 * aRow;
        int row6 = aAt + 6 * aRow;
        int row7 = aAt + 7 * aRow;
        for (int k = 0, along = 0; k < depth; k++, along += aDepth) {
            FloatVector b0 = load(b, bAt + k * COLS);
            FloatVector b1 = load(b, bAt + k * COLS + LENGTH);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + along]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[row1 + along]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[row2 + along]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[row3 + along]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[row4 + along]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[row5 + along]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[row6 + along]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[row7 + along]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
        }
        c00.intoArray(c, cAt);
        c01.intoArray(c, cAt + LENGTH);
        c10.intoArray(c, cAt + cStride);
        c11.intoArray(c, cAt + cStride + LENGTH);
        c20.intoArray(c, cAt + 2 * cStride);
        c21.intoArray(c, cAt + 2 * cStride + LENGTH);
        c30.intoArray(c, cAt + 3 * cStride);
        c31.intoArray(c, cAt + 3 * cStride + LENGTH);
        c40.intoArray(c, cAt + 4 * cStride);
        c41.intoArray(c, cAt + 4 * cStride + LENGTH);
        c50.intoArray(c, cAt + 5 * cStride);
        c51.intoArray(c, cAt + 5 * cStride + LENGTH);
        c60.intoArray(c, cAt + 6 * cStride);
        c61.intoArray(c, cAt + 6 * cStride + LENGTH);
        c70.intoArray(c, cAt + 7 * cStride);
        c71.intoArray(c, cAt + 7 * cStride + LENGTH);
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
