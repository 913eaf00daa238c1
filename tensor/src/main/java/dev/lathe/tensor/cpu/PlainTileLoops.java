package dev.lathe.tensor.cpu;

/// The tile loop in plain Java: 4 x 4 elements in local variables.
final class PlainTileLoops implements TileLoops {
    private static final int SIDE = 4;

    @Override
    public int rows() {
        return SIDE;
    }

    @Override
    public int cols() {
        return SIDE;
    }

    @Override
    public void multiply(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean fromZero) {
        // Two rows of the tile at a time: 16 accumulators and 8 operands do not fit 16 registers.
        for (int row = 0; row < SIDE; row += 2) {
            twoRows(depth, a, aAt + row, b, bAt, c, cAt + row * cStride, cStride, fromZero);
        }
    }

    private static void twoRows(
            int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride, boolean fromZero) {
        int second = cAt + cStride;
        float c00 = fromZero ? 0 : c[cAt];
        float c01 = fromZero ? 0 : c[cAt + 1];
        float c02 = fromZero ? 0 : c[cAt + 2];
        float c03 = fromZero ? 0 : c[cAt + 3];
        float c10 = fromZero ? 0 : c[second];
        float c11 = fromZero ? 0 : c[second + 1];
        float c12 = fromZero ? 0 : c[second + 2];
        float c13 = fromZero ? 0 : c[second + 3];
        for (int k = 0; k < depth; k++) {
            float a0 = a[aAt + k * SIDE];
            float a1 = a[aAt + k * SIDE + 1];
            float b0 = b[bAt + k * SIDE];
            float b1 = b[bAt + k * SIDE + 1];
            float b2 = b[bAt + k * SIDE + 2];
            float b3 = b[bAt + k * SIDE + 3];
            c00 = Math.fma(a0, b0, c00);
            c01 = Math.fma(a0, b1, c01);
            c02 = Math.fma(a0, b2, c02);
            c03 = Math.fma(a0, b3, c03);
            c10 = Math.fma(a1, b0, c10);
            c11 = Math.fma(a1, b1, c11);
            c12 = Math.fma(a1, b2, c12);
            c13 = Math.fma(a1, b3, c13);
        }
        c[cAt] = c00;
        c[cAt + 1] = c01;
        c[cAt + 2] = c02;
        c[cAt + 3] = c03;
        c[second] = c10;
        c[second + 1] = c11;
        c[second + 2] = c12;
        c[second + 3] = c13;
    }
}
