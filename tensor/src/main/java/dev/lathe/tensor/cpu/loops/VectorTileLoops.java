package dev.lathe.tensor.cpu.loops;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What tile loops in vectors have in common whatever the number of their rows: a tile is two vectors wide.
abstract class VectorTileLoops implements TileLoops {
    static final VectorSpecies<Float> SPECIES = VectorLoops.SPECIES;
    static final int LENGTH = SPECIES.length();

    @Override
    public final int cols() {
        return 2 * LENGTH;
    }

    @Override
    public final void multiplyRow(
            int depth, float[] a, int aAt, int aLine, float[] b, int bAt, int bLine,
            float[] start, int startAt, float[] c, int cAt) {
        FloatVector c0 = load(start, startAt);
        FloatVector c1 = load(start, startAt + LENGTH);
        for (int k = 0, lineA = aAt, lineB = bAt; k < depth; k++, lineA += aLine, lineB += bLine) {
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[lineA]);
            c0 = a0.fma(load(b, lineB), c0);
            c1 = a0.fma(load(b, lineB + LENGTH), c1);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LENGTH);
    }

    /// The last line of an odd depth, for one vector of columns. In a method of its own: where accumulators come from a loop
    /// or from what follows it, the compiler often leaves them on the heap.
    ///
    /// @param rows of the tile
    static void addLine(int rows, float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt, int cRow) {
        FloatVector line = load(b, bAt);
        for (int i = 0; i < rows; i++) {
            int at = cAt + i * cRow;
            FloatVector.broadcast(SPECIES, a[aAt + i * aRow]).fma(line, load(c, at)).intoArray(c, at);
        }
    }

    static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }
}
