package dev.lathe.tensor.cpu;

/// The matrix product c = a b, cut into pieces that fit the caches.
///
/// `b` is packed into panels once, for all threads. Each job takes a block of rows of `c`: it packs the rows
/// of `a` that it needs, and runs the tile loop over pairs of panels. A long depth is cut too; then the next
/// piece goes on from what `c` holds. Each element so stays one chain of fused multiply-adds in increasing
/// depth, whatever the sizes here and the number of threads. Speed is flat around these sizes: a panel of `b`
/// and one of `a` stay near the core, a block of `a` in the second cache.
final class Gemm {
    private static final int DEPTH = 512;
    private static final int ROW_BLOCK = 128;
    /// Columns that a job passes over before it goes to its next rows.
    private static final int COLUMN_BLOCK = 160;
    /// Pieces of work that a call is cut into where it is large enough, for an even load on all threads.
    private static final int JOBS = 16;

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

    /// What the chains of `c` start from.
    enum Start {
        /// Zero.
        ZERO,
        /// What `c` holds.
        HELD
    }

    /// Sizes of one product and how its depth is cut.
    private record Plan(int m, int n, int k, int depthBlocks, int depthBlock, int panels) {}

    private Plan plan(int m, int n, int k) {
        int depthBlocks = Math.max(1, ceilDiv(k, DEPTH));
        return new Plan(m, n, k, depthBlocks, Math.max(1, ceilDiv(k, depthBlocks)), ceilDiv(n, tileCols));
    }

    /// Runs on all threads: `a` is `[m,k]`, `b` is `[k,n]`, `c` is `[m,n]`, dense or not.
    void onAllThreads(Matrix a, Matrix b, Matrix c, int m, int n, int k, Start start) {
        Scratch shared = threads.borrow();
        float[] panels = shared.floats(Scratch.Use.SHARED_B, panelSize(n, k));
        pack(b, n, k, panels);
        onAllThreads(a, panels, c, m, n, k, start);
        threads.giveBack(shared);
    }

    /// Columns of a panel of `b`.
    int panelWidth() {
        return tileCols;
    }

    /// Elements of the panels of `b`.
    int panelSize(int n, int k) {
        return Math.multiplyExact(ceilDiv(n, tileCols) * tileCols, k);
    }

    /// Packs `b`, `[k,n]`, on all threads.
    ///
    /// @param panels at least [#panelSize] elements
    void pack(Matrix b, int n, int k, float[] panels) {
        Plan plan = plan(0, n, k);
        int panelsAJob = Math.max(1, ceilDiv(plan.panels, JOBS));
        int jobs = ceilDiv(plan.panels, panelsAJob);
        threads.run(jobs * plan.depthBlocks, (job, scratch) -> {
            int first = job % jobs * panelsAJob;
            packB(b, plan, job / jobs, first, Math.min(plan.panels, first + panelsAJob), panels);
        });
    }

    /// As above, with `b` packed already.
    void onAllThreads(Matrix a, float[] panels, Matrix c, int m, int n, int k, Start start) {
        Plan plan = plan(m, n, k);
        int rowBlocks = Math.max(1, ceilDiv(m, ROW_BLOCK));
        int rowBlock = roundUp(ceilDiv(m, rowBlocks), tileRows);
        int columnJobs = Math.min(plan.panels, ceilDiv(JOBS, rowBlocks));
        int panelsAColumnJob = ceilDiv(plan.panels, Math.max(1, columnJobs));
        threads.run(rowBlocks * columnJobs, (job, scratch) -> {
            int row = job / columnJobs * rowBlock;
            int panel = job % columnJobs * panelsAColumnJob;
            int lastPanel = Math.min(plan.panels, panel + panelsAColumnJob);
            if (row < m && panel < lastPanel) {
                block(a, panels, c, plan, row, Math.min(rowBlock, m - row), panel, lastPanel, start, scratch);
            }
        });
    }

    /// Runs on the calling thread alone: for the small products inside a job of another kernel.
    void here(Matrix a, Matrix b, Matrix c, int m, int n, int k, Start start, Scratch scratch) {
        Plan plan = plan(m, n, k);
        float[] packedB = scratch.floats(Scratch.Use.PACKED_B, plan.panels * tileCols * k);
        for (int part = 0; part < plan.depthBlocks; part++) {
            packB(b, plan, part, 0, plan.panels, packedB);
        }
        for (int row = 0; row < m; row += roundUp(ROW_BLOCK, tileRows)) {
            int rows = Math.min(roundUp(ROW_BLOCK, tileRows), m - row);
            block(a, packedB, c, plan, row, rows, 0, plan.panels, start, scratch);
        }
    }

    private void packB(Matrix b, Plan plan, int part, int firstPanel, int lastPanel, float[] packed) {
        int k = part * plan.depthBlock;
        int depth = Math.min(plan.depthBlock, plan.k - k);
        for (int panel = firstPanel; panel < lastPanel; panel++) {
            int column = panel * tileCols;
            packing.columns(
                    b, k, depth, column, Math.min(tileCols, plan.n - column), tileCols,
                    packed, panelAt(plan, k, depth, panel));
        }
    }

    /// Where a panel of `b` starts: all panels of one piece of the depth lie together.
    private int panelAt(Plan plan, int k, int depth, int panel) {
        return tileCols * (plan.panels * k + panel * depth);
    }

    /// Rows `row` to `row + rows` and the columns of some panels, for the whole depth.
    private void block(
            Matrix a, float[] packedB, Matrix c, Plan plan, int row, int rows,
            int firstPanel, int lastPanel, Start start, Scratch scratch) {
        int strips = ceilDiv(rows, tileRows);
        float[] packedA = scratch.floats(Scratch.Use.PACKED_A, strips * tileRows * plan.depthBlock);
        float[] edge = scratch.floats(Scratch.Use.TILE, tileRows * tileCols);
        int panelsABlock = Math.max(1, COLUMN_BLOCK / tileCols);
        for (int part = 0; part < plan.depthBlocks; part++) {
            int k = part * plan.depthBlock;
            int depth = Math.min(plan.depthBlock, plan.k - k);
            boolean fromZero = part == 0 && start == Start.ZERO;
            for (int strip = 0; strip < strips; strip++) {
                int first = strip * tileRows;
                packing.rows(
                        a, k, depth, row + first, Math.min(tileRows, rows - first), tileRows,
                        packedA, first * depth);
            }
            for (int from = firstPanel; from < lastPanel; from += panelsABlock) {
                int to = Math.min(lastPanel, from + panelsABlock);
                for (int strip = 0; strip < strips; strip++) {
                    for (int panel = from; panel < to; panel++) {
                        tile(packedA, strip * tileRows * depth, packedB, panelAt(plan, k, depth, panel), depth, c,
                                c.at() + (row + strip * tileRows) * c.stride() + panel * tileCols,
                                Math.min(tileRows, rows - strip * tileRows),
                                Math.min(tileCols, plan.n - panel * tileCols), fromZero, edge);
                    }
                }
            }
        }
    }

    private void tile(
            float[] packedA, int aAt, float[] packedB, int bAt, int depth, Matrix c, int cAt,
            int rows, int cols, boolean fromZero, float[] edge) {
        if (rows == tileRows && cols == tileCols) {
            tiles.multiply(depth, packedA, aAt, packedB, bAt, c.array(), cAt, c.stride(), fromZero);
            return;
        }
        if (!fromZero) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(c.array(), cAt + i * c.stride(), edge, i * tileCols, cols);
            }
        }
        tiles.multiply(depth, packedA, aAt, packedB, bAt, edge, 0, tileCols, fromZero);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(edge, i * tileCols, c.array(), cAt + i * c.stride(), cols);
        }
    }

    private static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    private static int roundUp(int a, int b) {
        return ceilDiv(a, b) * b;
    }
}
