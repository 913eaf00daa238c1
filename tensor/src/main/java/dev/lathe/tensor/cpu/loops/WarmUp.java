package dev.lathe.tensor.cpu.loops;

import java.util.List;

/// The loops that predictions use, on small arrays, each to be run until its vectors are compiled.
///
/// Every branch of a loop is taken: whole vectors and rests. One that the compiler has never seen taken would throw the
/// compiled loop away when it first is.
final class WarmUp {
    /// Rows of whole vectors of every width, of few elements, and with rests.
    private static final int[] LENGTHS = {384, 67, 16, 5};
    private static final int DEPTH = 24;
    private static final int STRIDE = 40;
    /// Elements of the largest narrow tile.
    private static final int NARROW = 8 * 16;
    private static final int RUNS = 10;
    /// Above this many times the plain form's time, vectors are not compiled. Those that are not take thirty times as
    /// long; for those that are, twice is for the noise of a busy machine.
    private static final int NOISE = 2;

    private final Loops plain;
    private final Loops vectors;
    private final float[] a = ramp();
    private final float[] b = ramp();
    private final float[] out = ramp();

    WarmUp(Loops plain, Loops vectors) {
        this.plain = plain;
        this.vectors = vectors;
    }

    /// Enough for a tile of any form: none has more than 8 rows or 32 columns.
    private static float[] ramp() {
        var values = new float[2048];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) i / values.length;
        }
        return values;
    }

    @FunctionalInterface
    private interface Use {
        void of(Loops loops);
    }

    @FunctionalInterface
    private interface RowUse {
        void of(RowLoops rows, int n);
    }

    @FunctionalInterface
    private interface MapUse {
        void of(MapLoops maps, int n);
    }

    /// One loop, and the best times that its two forms have taken so far.
    final class Exercise {
        private final Use use;
        private long plainNanos = Long.MAX_VALUE;
        private long vectorNanos = Long.MAX_VALUE;

        private Exercise(Use use) {
            this.use = use;
        }

        /// Runs it some times more.
        ///
        /// @return whether its vectors are compiled now
        boolean isFast() {
            plainNanos = Math.min(plainNanos, nanos(plain));
            for (int i = 0; i < RUNS; i++) {
                vectorNanos = Math.min(vectorNanos, nanos(vectors));
            }
            return vectorNanos <= NOISE * plainNanos;
        }

        private long nanos(Loops loops) {
            long start = System.nanoTime();
            use.of(loops);
            return System.nanoTime() - start;
        }
    }

    List<Exercise> ofProducts() {
        return List.of(
                new Exercise(loops -> {
                    TileLoops tiles = loops.tiles();
                    tiles.multiply(
                            DEPTH, a, 0, tiles.rows(), b, 0, tiles.cols(), a, 0, 0, out, 0, tiles.cols());
                }),
                new Exercise(loops -> multiplyLow(loops.tiles())),
                new Exercise(loops -> {
                    TileLoops tiles = loops.tiles();
                    tiles.multiplyRows(DEPTH + 1, a, 0, DEPTH, b, 0, tiles.cols(), a, 0, 0, out, 0, tiles.cols());
                }),
                new Exercise(loops -> {
                    TileLoops tiles = loops.tiles();
                    // The same work for tiles of all sizes: one of the plain loops takes less time than reading the clock.
                    for (int done = 0; done < NARROW; done += tiles.rows() * tiles.cols() / 2) {
                        tiles.multiplyNarrow(DEPTH + 1, a, 0, DEPTH, b, 0, a, 0, 0, out, 0, tiles.cols());
                    }
                }),
                new Exercise(loops -> {
                    TileLoops tiles = loops.tiles();
                    tiles.multiplyRow(DEPTH, a, 0, tiles.rows(), b, 0, tiles.cols(), a, 0, out, 0);
                }),
                new Exercise(loops -> loops.packs().turned(a, 0, STRIDE, DEPTH + 1, PackLoops.GROUP, out, 0)),
                new Exercise(loops -> loops.packs().straight(a, 0, STRIDE, DEPTH, PackLoops.GROUP, 5, out, 0)),
                new Exercise(loops -> loops.packs().turned(a, 0, STRIDE, DEPTH + 1, PackLoops.GROUP - 2, out, 0)));
    }

    /// Loops without a low tile multiply a whole one: as much work as this.
    private void multiplyLow(TileLoops tiles) {
        int low = tiles.lowRows();
        if (low > 0) {
            tiles.multiplyLow(DEPTH, a, 0, 1, low, b, 0, tiles.cols(), a, 0, 0, out, 0, tiles.cols());
        } else {
            tiles.multiply(DEPTH, a, 0, tiles.rows(), b, 0, tiles.cols(), a, 0, 0, out, 0, tiles.cols());
        }
    }

    List<Exercise> ofRowsAndElements() {
        return List.of(
                row((rows, n) -> out[0] = rows.sum(a, 0, n)),
                row((rows, n) -> out[0] = rows.sumOfSquares(0.5f, a, 0, n)),
                row((rows, n) -> rows.normalize(a, 0, 0.5f, 2, b, 0, b, 0, out, 0, n)),
                row((rows, n) -> out[0] = rows.max(a, 0, n)),
                // One loop in vectors, whose other branch the first loss would find not compiled.
                row((rows, n) -> out[0] = rows.expSum(a, 0, 0.5f, 1, out, 1, n) + rows.sumOfExps(a, 0, 1, n)),
                map((maps, n) -> maps.add(a, 0, b, 0, out, 0, n)),
                map((maps, n) -> maps.scale(a, 0, 0.5f, out, 0, n > 64, n)),
                map((maps, n) -> maps.gelu(a, 0, out, 0, n)),
                map((maps, n) -> maps.tanh(a, 0, out, 0, n)));
    }

    private Exercise row(RowUse use) {
        return new Exercise(loops -> {
            for (int n : LENGTHS) {
                use.of(loops.rows(), n);
            }
        });
    }

    private Exercise map(MapUse use) {
        return new Exercise(loops -> {
            for (int n : LENGTHS) {
                use.of(loops.maps(), n);
            }
        });
    }
}
