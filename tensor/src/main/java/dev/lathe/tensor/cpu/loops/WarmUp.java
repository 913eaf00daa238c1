package dev.lathe.tensor.cpu.loops;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToIntFunction;

/// The loops that predictions use, on small arrays, each to be run until its vectors are compiled.
///
/// Every branch of a loop is taken: whole vectors and rests. One that the compiler has never seen taken would throw the
/// compiled loop away when it first is.
final class WarmUp {
    /// Rows of whole vectors of every width, of few elements, and with rests.
    private static final int[] LENGTHS = {384, 67, 16, 5};
    private static final int DEPTH = 24;
    private static final int STRIDE = 40;
    /// Elements of the largest tile. Tiles of other sizes are multiplied until so many are done: forms are compared over
    /// the same work, and one small tile of the plain loops takes less time than reading the clock.
    private static final int ELEMENTS = 8 * 32;
    private static final int RUNS = 10;
    /// Above this many times the plain form's time, vectors are not compiled: those take thirty times as long.
    private static final int NOISE = 2;
    /// Bytes on the heap for one run of a loop whose vectors stay in registers: a mask here and there. Of one that is not
    /// compiled it is a vector for every operation, a hundred times as much.
    private static final long FEW_BYTES = 1024;

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
    private interface TileUse {
        void of(TileLoops tiles, int cols);
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
        /// @return whether all its vectors stay in registers; never, where the JVM does not tell
        boolean isCompiled() {
            long before = Heap.bytes();
            for (int i = 0; i < RUNS; i++) {
                vectorNanos = Math.min(vectorNanos, nanos(vectors));
            }
            return Heap.TOLD && Heap.bytes() - before <= RUNS * FEW_BYTES;
        }

        /// Runs the plain form too. Says something only once that one is compiled.
        ///
        /// @return whether vectors take about as long as the plain form, or less
        boolean isFast() {
            for (int i = 0; i < RUNS; i++) {
                plainNanos = Math.min(plainNanos, nanos(plain));
            }
            return vectorNanos <= NOISE * plainNanos;
        }

        private long nanos(Loops loops) {
            long start = System.nanoTime();
            use.of(loops);
            return System.nanoTime() - start;
        }
    }

    /// What this thread has put on the heap. A class of its own: a small runtime may lack what it refers to.
    private static final class Heap {
        static final boolean TOLD = ModuleLayer.boot().findModule("jdk.management").isPresent() && Counter.isKept();

        static long bytes() {
            return TOLD ? Counter.THREADS.getCurrentThreadAllocatedBytes() : 0;
        }

        private static final class Counter {
            static final com.sun.management.ThreadMXBean THREADS =
                    ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

            static boolean isKept() {
                return THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled();
            }
        }
    }

    List<Exercise> ofProducts() {
        return List.of(
                tile(TileLoops::rows, TileLoops::cols, (tiles, cols) -> tiles.multiply(
                        DEPTH, a, 0, tiles.rows(), b, 0, cols, a, 0, 0, out, 0, cols)),
                // Loops without a low tile multiply a whole one.
                tile(WarmUp::lowRows, TileLoops::cols, (tiles, cols) -> {
                    if (tiles.lowRows() > 0) {
                        tiles.multiplyLow(DEPTH, a, 0, 1, tiles.lowRows(), b, 0, cols, a, 0, 0, out, 0, cols);
                    } else {
                        tiles.multiply(DEPTH, a, 0, tiles.rows(), b, 0, cols, a, 0, 0, out, 0, cols);
                    }
                }),
                tile(TileLoops::rows, TileLoops::cols, (tiles, cols) -> tiles.multiplyRows(
                        DEPTH + 1, a, 0, DEPTH, b, 0, cols, a, 0, 0, out, 0, cols)),
                tile(TileLoops::rows, tiles -> tiles.cols() / 2, (tiles, cols) -> tiles.multiplyNarrow(
                        DEPTH + 1, a, 0, DEPTH, b, 0, a, 0, 0, out, 0, 2 * cols)),
                tile(tiles -> 1, TileLoops::cols, (tiles, cols) -> tiles.multiplyRow(
                        DEPTH, a, 0, tiles.rows(), b, 0, cols, a, 0, out, 0)),
                new Exercise(loops -> loops.packs().transposed(a, 0, STRIDE, DEPTH + 1, PackLoops.GROUP, out, 0)),
                new Exercise(loops -> loops.packs().straight(a, 0, STRIDE, DEPTH, PackLoops.GROUP, 5, out, 0)),
                new Exercise(loops -> loops.packs().transposed(a, 0, STRIDE, DEPTH + 1, PackLoops.GROUP - 2, out, 0)));
    }

    private static int lowRows(TileLoops tiles) {
        return tiles.lowRows() > 0 ? tiles.lowRows() : tiles.rows();
    }

    private Exercise tile(ToIntFunction<TileLoops> rows, ToIntFunction<TileLoops> cols, TileUse use) {
        return new Exercise(loops -> {
            TileLoops tiles = loops.tiles();
            int columns = cols.applyAsInt(tiles);
            int size = rows.applyAsInt(tiles) * columns;
            for (int done = 0; done < ELEMENTS; done += size) {
                use.of(tiles, columns);
            }
        });
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
