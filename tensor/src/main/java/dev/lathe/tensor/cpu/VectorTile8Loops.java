package dev.lathe.tensor.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tile loop for 8 rows by two vectors: 16 accumulators, two vectors of `b` and one of `a` out of 32 registers.
///
/// One long method on purpose: accumulators must be local variables to stay in registers. In an array of
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
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean fromZero) {
        int row0 = cAt;
        int row1 = cAt + cStride;
        int row2 = cAt + 2 * cStride;
        int row3 = cAt + 3 * cStride;
        int row4 = cAt + 4 * cStride;
        int row5 = cAt + 5 * cStride;
        int row6 = cAt + 6 * cStride;
        int row7 = cAt + 7 * cStride;
        FloatVector c00 = start(c, row0, fromZero);
        FloatVector c01 = start(c, row0 + LENGTH, fromZero);
        FloatVector c10 = start(c, row1, fromZero);
        FloatVector c11 = start(c, row1 + LENGTH, fromZero);
        FloatVector c20 = start(c, row2, fromZero);
        FloatVector c21 = start(c, row2 + LENGTH, fromZero);
        FloatVector c30 = start(c, row3, fromZero);
        FloatVector c31 = start(c, row3 + LENGTH, fromZero);
        FloatVector c40 = start(c, row4, fromZero);
        FloatVector c41 = start(c, row4 + LENGTH, fromZero);
        FloatVector c50 = start(c, row5, fromZero);
        FloatVector c51 = start(c, row5 + LENGTH, fromZero);
        FloatVector c60 = start(c, row6, fromZero);
        FloatVector c61 = start(c, row6 + LENGTH, fromZero);
        FloatVector c70 = start(c, row7, fromZero);
        FloatVector c71 = start(c, row7 + LENGTH, fromZero);
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + k * COLS);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + k * COLS + LENGTH);
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
        c00.intoArray(c, row0);
        c01.intoArray(c, row0 + LENGTH);
        c10.intoArray(c, row1);
        c11.intoArray(c, row1 + LENGTH);
        c20.intoArray(c, row2);
        c21.intoArray(c, row2 + LENGTH);
        c30.intoArray(c, row3);
        c31.intoArray(c, row3 + LENGTH);
        c40.intoArray(c, row4);
        c41.intoArray(c, row4 + LENGTH);
        c50.intoArray(c, row5);
        c51.intoArray(c, row5 + LENGTH);
        c60.intoArray(c, row6);
        c61.intoArray(c, row6 + LENGTH);
        c70.intoArray(c, row7);
        c71.intoArray(c, row7 + LENGTH);
    }

    private static FloatVector start(float[] c, int at, boolean fromZero) {
        return fromZero ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, c, at);
    }
}
