package dev.lathe.tensor.cpu;

/// The matrix product c = start + a b, cut into pieces that fit the caches.
///
/// `b` is packed into panels once, for all threads. Each job takes a block of rows of `c` and a range of panels, and runs
/// the tile loop over strips of `a` and panels of `b`. A long depth is cut too; then the next piece goes on from
/// what `c` holds. Each element so stays one chain of fused multiply-adds in increasing depth, whatever the sizes
/// here and the number of threads. Speed is flat around these sizes: a panel of `b` and a strip of `a` stay near
/// the core, a block of `a` in the second cache. See docs/matrix-product.md.
final class Gemm {
    private static final int DEPTH = 512;
    private static final int ROW_BLOCK = 128;
    /// Columns that a job passes over before it goes to its next rows.
    private static final int COLUMN_BLOCK = 160;
    /// Rows that are worth a job of their own, where few rows have to be shared out.
    private static final int LEAST_ROWS = 48;
    /// Pieces of work for each thread that a call is cut into where it is large enough, for an even load.
    private static final int JOBS_A_THREAD = 4;
    /// Pieces that packing is cut into.
    private static final int PACK_JOBS = 16;
    /// Up to so many columns, copying `a` takes longer than what it saves the tile loop.
    private static final int IN_PLACE_COLUMNS = 512;
    /// Elements of `a` that one thread packs in less time than it takes to wake others.
    private static final int ALONE = 1 << 14;
    /// Multiply-adds that one thread does in less time than that.
    private static final int SMALL = 1 << 16;
    private static final float[] NONE = new float[0];

    private final Threads threads;
    private final Packing packing;
    private final TileLoops tiles;
    private final int tileRows;
    private final int tileCols;

    Gemm(Threads threads, TileLoops tiles, PackLoops packs) {
        this.threads = threads;
        this.packing = new Packing(packs);
        this.tiles = tiles;
        this.tileRows = tiles.rows();
        this.tileCols = tiles.cols();
    }

    /// What becomes of a part of the result once its elements are final, while it is still in the caches.
    @FunctionalInterface
    interface Finish {
        Finish NOTHING = (row, column, count) -> {};

        /// Elements of one row of the result, from `column` on.
        void run(int row, int column, int count);
    }

    /// Sizes of one product and how its depth is cut.
    ///
    /// @param rest where the chains of later parts of the depth start: from what the earlier ones left
    private record Plan(
            Matrix a, Matrix c, ChainStart start, ChainStart rest, Finish finish,
            int m, int n, int k, int depthBlocks, int depthBlock) {
        static Plan of(Matrix a, Matrix c, ChainStart start, int m, int n, int k) {
            return of(a, c, start, Finish.NOTHING, m, n, k);
        }

        static Plan of(Matrix a, Matrix c, ChainStart start, Finish finish, int m, int n, int k) {
            int depthBlocks = Math.max(1, ceilDiv(k, DEPTH));
            int depthBlock = Math.max(1, ceilDiv(k, depthBlocks));
            return new Plan(a, c, start, ChainStart.held(c), finish, m, n, k, depthBlocks, depthBlock);
        }

        boolean finishes(int part) {
            return part == depthBlocks - 1 && finish != Finish.NOTHING;
        }

        int depth(int part) {
            return Math.min(depthBlock, k - part * depthBlock);
        }

        /// Where the chains of this part of the depth start.
        ChainStart start(int part) {
            return part == 0 ? start : rest;
        }
    }

    /// How the tile loop gets at the rows of `a`.
    private enum Left {
        /// Where they lie.
        IN_PLACE,
        /// Packed by each job for itself, next to its core.
        OWN,
        /// Packed once, because several jobs use the same rows.
        SHARED
    }

    /// How the result is cut into jobs.
    private record Cut(int rowBlocks, int rowBlock, int columnJobs, int panelsAJob) {}

    private Cut cut(Plan plan) {
        int panels = ceilDiv(plan.n, tileCols);
        int wanted = JOBS_A_THREAD * threads.count();
        int rowBlocks = Math.max(1, Math.max(ceilDiv(plan.m, ROW_BLOCK), Math.min(wanted, plan.m / LEAST_ROWS)));
        int rowBlock = roundUp(ceilDiv(plan.m, rowBlocks), tileRows);
        int columnJobs = Math.max(1, Math.min(panels, ceilDiv(wanted, rowBlocks)));
        return new Cut(rowBlocks, rowBlock, columnJobs, ceilDiv(panels, columnJobs));
    }

    private Left left(Plan plan, Cut cut) {
        if (!plan.a.transposed() && plan.m >= tileRows && plan.n <= IN_PLACE_COLUMNS) {
            return Left.IN_PLACE;
        }
        return cut.columnJobs == 1 ? Left.OWN : Left.SHARED;
    }

    /// Columns of a panel of `b`.
    int panelWidth() {
        return tileCols;
    }

    /// Elements of the panels of `b`.
    int panelSize(int n, int k) {
        return Math.multiplyExact(roundUp(n, tileCols), k);
    }

    /// Packs `b`, `[k,n]`, on all threads.
    ///
    /// @param panels at least [#panelSize] elements
    void pack(Matrix b, int n, int k, float[] panels) {
        Plan plan = Plan.of(b, b, ChainStart.zero(), 0, n, k);
        int jobs = packJobs(n, tileCols);
        threads.run(jobs * plan.depthBlocks, (job, scratch) -> {
            int part = job / jobs;
            packJob(b, false, plan, part, job % jobs, jobs, panels, partAt(plan, part));
        });
    }

    /// Runs on all threads: `a` is `[m,k]`, `b` is `[k,n]`, `c` is `[m,n]`, dense or not.
    ///
    /// Each part of the depth is packed just before it is used: then it is still in the caches.
    void onAllThreads(Matrix a, Matrix b, Matrix c, int m, int n, int k, ChainStart start, Finish finish) {
        Plan plan = Plan.of(a, c, start, finish, m, n, k);
        Scratch shared = threads.borrow();
        if ((long) m * n * k <= SMALL) {
            here(plan, b, shared);
            threads.giveBack(shared);
            return;
        }
        Cut cut = cut(plan);
        Left left = left(plan, cut);
        float[] panels = shared.floats(Scratch.Use.SHARED_B, panelSize(n, plan.depthBlock));
        float[] strips = left == Left.SHARED ? strips(plan, shared) : NONE;
        int panelJobs = packJobs(n, tileCols);
        int stripJobs = left == Left.SHARED ? packJobs(m, tileRows) : 0;
        for (int part = 0; part < plan.depthBlocks; part++) {
            int now = part;
            threads.run(panelJobs + stripJobs, (job, scratch) -> {
                if (job < panelJobs) {
                    packJob(b, false, plan, now, job, panelJobs, panels, 0);
                } else {
                    packJob(a, true, plan, now, job - panelJobs, stripJobs, strips, 0);
                }
            });
            multiply(plan, cut, left, part, strips, panels, 0);
        }
        threads.giveBack(shared);
    }

    /// As above, with `b` packed already.
    void onAllThreads(Matrix a, float[] panels, Matrix c, int m, int n, int k, ChainStart start, Finish finish) {
        Plan plan = Plan.of(a, c, start, finish, m, n, k);
        Cut cut = cut(plan);
        Left left = left(plan, cut);
        Scratch shared = threads.borrow();
        float[] strips = left == Left.SHARED ? strips(plan, shared) : NONE;
        for (int part = 0; part < plan.depthBlocks; part++) {
            if (left == Left.SHARED) {
                packStrips(plan, part, strips);
            }
            multiply(plan, cut, left, part, strips, panels, partAt(plan, part));
        }
        threads.giveBack(shared);
    }

    private void packStrips(Plan plan, int part, float[] strips) {
        int jobs = plan.m * plan.depthBlock <= ALONE ? 1 : packJobs(plan.m, tileRows);
        threads.run(jobs, (job, scratch) -> packJob(plan.a, true, plan, part, job, jobs, strips, 0));
    }

    /// Runs on the calling thread alone: for the small products inside a job of another kernel.
    void here(Matrix a, Matrix b, Matrix c, int m, int n, int k, ChainStart start, Scratch scratch) {
        here(Plan.of(a, c, start, m, n, k), b, scratch);
    }

    private void here(Plan plan, Matrix b, Scratch scratch) {
        float[] panels = scratch.floats(Scratch.Use.PACKED_B, panelSize(plan.n, plan.depthBlock));
        Left left = plan.m >= tileRows ? Left.IN_PLACE : Left.OWN;
        int rowBlock = roundUp(ROW_BLOCK, tileRows);
        for (int part = 0; part < plan.depthBlocks; part++) {
            packJob(b, false, plan, part, 0, 1, panels, 0);
            for (int row = 0; row < plan.m; row += rowBlock) {
                int last = Math.min(plan.m, row + rowBlock);
                block(plan, left, part, NONE, panels, 0, row, last, 0, ceilDiv(plan.n, tileCols), scratch);
            }
        }
    }

    /// One part of the depth.
    ///
    /// @param panelsAt where the part's panels of `b` start
    private void multiply(Plan plan, Cut cut, Left left, int part, float[] strips, float[] panels, int panelsAt) {
        int allPanels = ceilDiv(plan.n, tileCols);
        threads.run(cut.rowBlocks * cut.columnJobs, (job, scratch) -> {
            int row = job / cut.columnJobs * cut.rowBlock;
            int panel = job % cut.columnJobs * cut.panelsAJob;
            int lastPanel = Math.min(allPanels, panel + cut.panelsAJob);
            if (row < plan.m && panel < lastPanel) {
                int lastRow = Math.min(plan.m, row + cut.rowBlock);
                block(plan, left, part, strips, panels, panelsAt, row, lastRow, panel, lastPanel, scratch);
            }
        });
    }

    private float[] strips(Plan plan, Scratch shared) {
        return shared.floats(Scratch.Use.SHARED_A, Math.multiplyExact(roundUp(plan.m, tileRows), plan.depthBlock));
    }

    /// Jobs that the packing of `length` rows or columns is cut into.
    private static int packJobs(int length, int width) {
        return Math.min(PACK_JOBS, ceilDiv(length, width));
    }

    /// One job out of `jobs` of packing a part of `a` or `b`.
    ///
    /// @param at where the part's panels start
    private void packJob(
            Matrix matrix, boolean isLeft, Plan plan, int part, int job, int jobs, float[] panels, int at) {
        int width = isLeft ? tileRows : tileCols;
        int length = isLeft ? plan.m : plan.n;
        int each = roundUp(ceilDiv(length, jobs), width);
        int first = job * each;
        int count = Math.min(each, length - first);
        if (count > 0) {
            int depth = plan.depth(part);
            packing.pack(matrix, isLeft, part * plan.depthBlock, depth, first, count, width, panels, at + first * depth);
        }
    }

    /// Where the panels of a part of the depth start, if all parts are kept one after another.
    private int partAt(Plan plan, int part) {
        return roundUp(plan.n, tileCols) * part * plan.depthBlock;
    }

    /// Rows `row` to `lastRow` and the columns of some panels, for one part of the depth.
    private void block(
            Plan plan, Left left, int part, float[] strips, float[] panels, int panelsAt, int row, int lastRow,
            int firstPanel, int lastPanel, Scratch scratch) {
        float[] edge = scratch.floats(Scratch.Use.TILE, tileRows * tileCols);
        int panelsABlock = Math.max(1, COLUMN_BLOCK / tileCols);
        int depth = plan.depth(part);
        float[] packedA = strips;
        int firstPacked = 0;
        if (left == Left.OWN) {
            packedA = scratch.floats(Scratch.Use.PACKED_A, roundUp(lastRow - row, tileRows) * depth);
            packing.pack(plan.a, true, part * plan.depthBlock, depth, row, lastRow - row, tileRows, packedA, 0);
            firstPacked = row;
        }
        for (int from = firstPanel; from < lastPanel; from += panelsABlock) {
            int to = Math.min(lastPanel, from + panelsABlock);
            for (int r = row; r < lastRow; r += tileRows) {
                for (int panel = from; panel < to; panel++) {
                    int column = panel * tileCols;
                    int bAt = panelsAt + column * depth;
                    if (left == Left.IN_PLACE) {
                        tileInPlace(plan, part, r, panels, bAt, column, edge);
                    } else {
                        tile(plan, part, packedA, (r - firstPacked) * depth, r, panels, bAt, column, edge);
                    }
                }
            }
            if (plan.finishes(part)) {
                int column = from * tileCols;
                for (int r = row; r < lastRow; r++) {
                    plan.finish.run(r, column, Math.min(plan.n, to * tileCols) - column);
                }
            }
        }
    }

    private void tile(
            Plan plan, int part, float[] packedA, int aAt, int row, float[] panels, int bAt, int column, float[] edge) {
        Matrix c = plan.c;
        ChainStart start = plan.start(part);
        int depth = plan.depth(part);
        int rows = Math.min(tileRows, plan.m - row);
        int cols = Math.min(tileCols, plan.n - column);
        if (rows == tileRows && cols == tileCols) {
            tiles.multiply(depth, packedA, aAt, panels, bAt, start.array(), start.at(row, column), start.rowStep(),
                    c.array(), c.at() + row * c.stride() + column, c.stride());
        } else {
            readEdge(start, row, rows, column, cols, edge, 0);
            tiles.multiply(depth, packedA, aAt, panels, bAt, edge, 0, tileCols, edge, 0, tileCols);
            writeEdge(c, row, rows, column, cols, edge, 0);
        }
    }

    /// The last strip of `a` ends with its last row, so it may begin inside the strip before.
    private void tileInPlace(Plan plan, int part, int row, float[] panels, int bAt, int column, float[] edge) {
        Matrix a = plan.a;
        Matrix c = plan.c;
        ChainStart start = plan.start(part);
        int k = part * plan.depthBlock;
        int first = Math.min(row, plan.m - tileRows);
        int aAt = a.at() + (a.transposed() ? first + k * a.stride() : first * a.stride() + k);
        int aRow = a.transposed() ? 1 : a.stride();
        int aDepth = a.transposed() ? a.stride() : 1;
        int rows = Math.min(tileRows, plan.m - row);
        int cols = Math.min(tileCols, plan.n - column);
        if (rows == tileRows && cols == tileCols) {
            tiles.multiplyInPlace(
                    plan.depth(part), a.array(), aAt, aRow, aDepth, panels, bAt,
                    start.array(), start.at(row, column), start.rowStep(),
                    c.array(), c.at() + row * c.stride() + column, c.stride());
        } else {
            readEdge(start, row, rows, column, cols, edge, row - first);
            tiles.multiplyInPlace(
                    plan.depth(part), a.array(), aAt, aRow, aDepth, panels, bAt, edge, 0, tileCols, edge, 0, tileCols);
            writeEdge(c, row, rows, column, cols, edge, row - first);
        }
    }

    /// Tiles that reach over an edge of the result are computed aside, from row `edgeRow` of `edge` on.
    private void readEdge(ChainStart start, int row, int rows, int column, int cols, float[] edge, int edgeRow) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(start.array(), start.at(row + i, column), edge, (edgeRow + i) * tileCols, cols);
        }
    }

    private void writeEdge(Matrix c, int row, int rows, int column, int cols, float[] edge, int edgeRow) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(
                    edge, (edgeRow + i) * tileCols, c.array(), c.at() + (row + i) * c.stride() + column, cols);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private static int roundUp(int a, int b) {
        return ceilDiv(a, b) * b;
    }
}
