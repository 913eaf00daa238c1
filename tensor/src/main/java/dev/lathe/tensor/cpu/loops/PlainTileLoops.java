package dev.lathe.tensor.cpu.loops;

/// The tile loop in plain Java: 4 x 4 elements in local variables.
public final class PlainTileLoops implements TileLoops {
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
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        tile(depth, a, aAt, 1, aLine, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
    }

    @Override
    public void multiplyRows(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        tile(depth, a, aAt, aRow, 1, b, bAt, bLine, start, startAt, startRow, c, cAt, cRow);
    }

    private static void tile(
            int depth, float[] a, int aAt, int aRow, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        // Two rows of the tile at a time: 16 accumulators and 8 operands do not fit 16 registers.
        for (int row = 0; row < SIDE; row += 2) {
            twoRows(depth, a, aAt + row * aRow, aRow, aLine, b, bAt, bLine,
                    start, startAt + row * startRow, startRow, c, cAt + row * cRow, cRow);
        }
    }

    @Override
    public void multiplyNarrow(
            int depth, float[] a, int aAt, int aRow, float[] b, int bAt,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        float c00 = start[startAt];
        float c01 = start[startAt + 1];
        float c10 = start[startAt + startRow];
        float c11 = start[startAt + startRow + 1];
        float c20 = start[startAt + 2 * startRow];
        float c21 = start[startAt + 2 * startRow + 1];
        float c30 = start[startAt + 3 * startRow];
        float c31 = start[startAt + 3 * startRow + 1];
        for (int k = 0, lineB = bAt; k < depth; k++, lineB += SIDE / 2) {
            float b0 = b[lineB];
            float b1 = b[lineB + 1];
            float a0 = a[aAt + k];
            c00 = Math.fma(a0, b0, c00);
            c01 = Math.fma(a0, b1, c01);
            float a1 = a[aAt + aRow + k];
            c10 = Math.fma(a1, b0, c10);
            c11 = Math.fma(a1, b1, c11);
            float a2 = a[aAt + 2 * aRow + k];
            c20 = Math.fma(a2, b0, c20);
            c21 = Math.fma(a2, b1, c21);
            float a3 = a[aAt + 3 * aRow + k];
            c30 = Math.fma(a3, b0, c30);
            c31 = Math.fma(a3, b1, c31);
        }
        c[cAt] = c00;
        c[cAt + 1] = c01;
        c[cAt + cRow] = c10;
        c[cAt + cRow + 1] = c11;
        c[cAt + 2 * cRow] = c20;
        c[cAt + 2 * cRow + 1] = c21;
        c[cAt + 3 * cRow] = c30;
        c[cAt + 3 * cRow + 1] = c31;
    }

    @Override
    public void multiplyRow(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, float[] c, int cAt) {
        float c0 = start[startAt];
        float c1 = start[startAt + 1];
        float c2 = start[startAt + 2];
        float c3 = start[startAt + 3];
        for (int k = 0, lineA = aAt, lineB = bAt; k < depth; k++, lineA += aLine, lineB += bLine) {
            float a0 = a[lineA];
            c0 = Math.fma(a0, b[lineB], c0);
            c1 = Math.fma(a0, b[lineB + 1], c1);
            c2 = Math.fma(a0, b[lineB + 2], c2);
            c3 = Math.fma(a0, b[lineB + 3], c3);
        }
        c[cAt] = c0;
        c[cAt + 1] = c1;
        c[cAt + 2] = c2;
        c[cAt + 3] = c3;
    }

    private static void twoRows(
            int depth, float[] a, int aAt, int aRow, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
        int secondStart = startAt + startRow;
        float c00 = start[startAt];
        float c01 = start[startAt + 1];
        float c02 = start[startAt + 2];
        float c03 = start[startAt + 3];
        float c10 = start[secondStart];
        float c11 = start[secondStart + 1];
        float c12 = start[secondStart + 2];
        float c13 = start[secondStart + 3];
        for (int k = 0, lineA = aAt, lineB = bAt; k < depth; k++, lineA += aLine, lineB += bLine) {
            float a0 = a[lineA];
            float a1 = a[lineA + aRow];
            float b0 = b[lineB];
            float b1 = b[lineB + 1];
            float b2 = b[lineB + 2];
            float b3 = b[lineB + 3];
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
        int second = cAt + cRow;
        c[second] = c10;
        c[second + 1] = c11;
        c[second + 2] = c12;
        c[second + 3] = c13;
    }
}
