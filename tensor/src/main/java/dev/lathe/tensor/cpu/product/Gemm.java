package dev.lathe.tensor.cpu.product;

import dev.lathe.tensor.cpu.loops.PackLoops;
import dev.lathe.tensor.cpu.loops.TileLoops;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;

/// The matrix product c = start + a b, cut into pieces that fit the caches.
///
/// What several jobs use of `a` or `b` is packed once, for all threads. Each job takes a block of rows of `c` and a range
/// of panels of `b` ([BlockProduct]). A long depth is cut too; then the next piece goes on from what `c` holds. Each
/// element so stays one chain of fused multiply-adds in increasing depth, whatever the sizes here and the number of
/// threads. See docs/matrix-product.md.
public final class Gemm {
    private static final int ROW_BLOCK = 128;
    /// Rows that are worth a job of their own, where few rows have to be shared out.
    private static final int LEAST_ROWS = 48;
    /// Up to so many rows, a packed `b` is passed over once for each: quicker than filling a tile.
    private static final int SINGLE_ROWS = 2;
    /// Pieces of work for each thread that a call is cut into where it is large enough, for an even load.
    private static final int JOBS_A_THREAD = 4;
    /// Pieces that packing is cut into.
    private static final int PACK_JOBS = 16;
    /// Elements of `a` that one thread packs in less time than it takes to wake others.
    private static final int ALONE = 1 << 14;
    /// Multiply-adds that one thread does in less time than that.
    private static final int SMALL = 1 << 16;

    private final Threads threads;
    private final Packing packing;
    private final BlockProduct blocks;
    private final int tileRows;
    private final int tileCols;
    private final int lowRows;
    private final int fewColumns;

    public Gemm(Threads threads, TileLoops tiles, PackLoops packs) {
        this.threads = threads;
        this.packing = new Packing(packs);
        this.blocks = new BlockProduct(tiles, packing);
        this.tileRows = tiles.rows();
        this.tileCols = tiles.cols();
        this.lowRows = tiles.lowRows();
        this.fewColumns = tileCols / 2;
    }

    /// What becomes of a part of the result once its elements are final, while it is still in the caches.
    @FunctionalInterface
    public interface Finish {
        Finish NOTHING = (row, column, count) -> {};

        /// Elements of one row of the result, from `column` on.
        void run(int row, int column, int count);
    }

    /// How the result is cut into jobs.
    ///
    /// @param rows of the result
    /// @param height rows of a strip; blocks of rows are of whole strips, and differ by one at most
    private record Cut(int rows, int height, int rowBlocks, int columnJobs, int panelsAJob) {
        /// The first row of a block, or behind the last one the number of rows.
        int row(int block) {
            int strips = Math.ceilDiv(rows, height);
            return Math.min(rows, (int) ((long) block * strips / rowBlocks) * height);
        }
    }

    private Cut cut(ProductPlan plan) {
        int panels = plan.panels();
        int wanted = threads.count() == 1 ? 1 : JOBS_A_THREAD * threads.count();
        int rowBlocks = Math.max(
                1, Math.max(Math.ceilDiv(plan.m(), ROW_BLOCK), Math.min(wanted, plan.m() / LEAST_ROWS)));
        int columnJobs = Math.max(1, Math.min(panels, Math.ceilDiv(wanted, rowBlocks)));
        return new Cut(plan.m(), tileRows, rowBlocks, columnJobs, Math.ceilDiv(panels, columnJobs));
    }

    /// Columns of a panel of `b`.
    public int panelWidth() {
        return tileCols;
    }

    /// Elements of the panels of `b`.
    public int panelSize(int n, int k) {
        return Math.multiplyExact(roundUp(n, tileCols), k);
    }

    /// Whether panels of so many columns are of use: not where the transposed product is computed.
    public boolean usesPanels(int n) {
        return n >= fewColumns;
    }

    /// Whether the transposed product takes less time. For few rows, because its rows are those of `b`, read where they lie;
    /// for few columns, because they fill so little of a vector.
    private boolean turns(Matrix a, Matrix b, int m, int n) {
        boolean fewRows = m > SINGLE_ROWS && m <= tileCols && m < n && b.transposed() && !a.transposed();
        return fewRows || n < fewColumns && n < m && !readsRows(a, n);
    }

    /// Columns of a panel: half a tile's where those are enough, and rows of `a` are read where they lie.
    private int width(Matrix a, int n) {
        return readsRows(a, n) ? tileCols / 2 : tileCols;
    }

    private boolean readsRows(Matrix a, int n) {
        return !a.transposed() && n <= tileCols / 2;
    }

    /// Packs `b`, `[k,n]`, on all threads.
    ///
    /// @param panels at least [#panelSize] elements
    public void pack(Matrix b, int n, int k, float[] panels) {
        ProductPlan plan = ProductPlan.of(b, b, ChainStart.zero(), Finish.NOTHING, 0, n, k, tileCols);
        int jobs = packJobs(n, tileCols);
        threads.run(jobs * plan.parts(), (job, scratch) -> {
            int part = job / jobs;
            packJob(b, false, plan, part, n, tileCols, job % jobs, jobs, panels, partAt(plan, part));
        });
    }

    /// Runs on all threads: `a` is `[m,k]`, `b` is `[k,n]`, `c` is `[m,n]`, dense or not.
    ///
    /// Each part of the depth is packed just before it is used: then it is still in the caches.
    public void onAllThreads(Matrix a, Matrix b, Matrix c, int m, int n, int k, ChainStart start, Finish finish) {
        if ((long) m * n * k <= SMALL && finish == Finish.NOTHING) {
            Scratch scratch = threads.borrow();
            here(a, b, c, m, n, k, start, scratch);
            threads.giveBack(scratch);
            return;
        }
        if (turns(a, b, m, n) && finish == Finish.NOTHING) {
            onAllThreads(b.transpose(), a.transpose(), c.transpose(), n, m, k, start.transpose(), finish);
            return;
        }
        ProductPlan plan = ProductPlan.of(a, c, start, finish, m, n, k, width(a, n));
        Cut cut = cut(plan);
        Scratch shared = threads.borrow();
        for (int part = 0; part < plan.parts(); part++) {
            Operand right = cut.rowBlocks == 1 ? new Operand.Raw(b) : packed(b, plan, part, shared);
            multiply(plan, cut, part, left(plan, cut, part, shared), right);
        }
        threads.giveBack(shared);
    }

    /// As above, with `b` packed already.
    public void onAllThreads(Matrix a, float[] panels, Matrix c, int m, int n, int k, ChainStart start, Finish finish) {
        ProductPlan plan = ProductPlan.of(a, c, start, finish, m, n, k, tileCols);
        Cut cut = cut(plan);
        Scratch shared = threads.borrow();
        for (int part = 0; part < plan.parts(); part++) {
            multiply(plan, cut, part, left(plan, cut, part, shared), new Operand.Packed(panels, partAt(plan, part)));
        }
        threads.giveBack(shared);
    }

    /// One part of `a`: packed once where several jobs use the same rows.
    private Operand left(ProductPlan plan, Cut cut, int part, Scratch shared) {
        if (cut.columnJobs == 1) {
            return new Operand.Raw(plan.a());
        }
        int depth = plan.depth(part);
        int size = Math.multiplyExact(roundUp(plan.m(), tileRows), depth);
        float[] strips = shared.floats(Scratch.Use.SHARED_A, size);
        int firstLow = blocks.firstLow(cut.row(cut.rowBlocks - 1), plan.m());
        int jobs = size <= ALONE ? 1 : Math.max(1, packJobs(firstLow, tileRows));
        threads.run(jobs, (job, scratch) -> {
            packJob(plan.a(), true, plan, part, firstLow, tileRows, job, jobs, strips, 0);
            if (job == jobs - 1 && firstLow < plan.m()) {
                packing.pack(plan.a(), true, plan.from(part), depth, firstLow, plan.m() - firstLow, lowRows,
                        strips, firstLow * depth);
            }
        });
        return new Operand.Packed(strips, 0);
    }

    /// One part of `b`, packed for all jobs.
    private Operand packed(Matrix b, ProductPlan plan, int part, Scratch shared) {
        float[] panels = shared.floats(Scratch.Use.SHARED_B, plan.panels() * plan.width() * plan.depth(part));
        int jobs = packJobs(plan.n(), plan.width());
        threads.run(jobs, (job, scratch) ->
                packJob(b, false, plan, part, plan.n(), plan.width(), job, jobs, panels, 0));
        return new Operand.Packed(panels, 0);
    }

    /// Runs on the calling thread alone: for the small products inside a job of another kernel.
    public void here(Matrix a, Matrix b, Matrix c, int m, int n, int k, ChainStart start, Scratch scratch) {
        if (turns(a, b, m, n)) {
            here(b.transpose(), a.transpose(), c.transpose(), n, m, k, start.transpose(), scratch);
            return;
        }
        ProductPlan plan = ProductPlan.of(a, c, start, Finish.NOTHING, m, n, k, width(a, n));
        var all = new BlockProduct.Block(0, m, 0, plan.panels());
        for (int part = 0; part < plan.parts(); part++) {
            blocks.run(plan, part, new Operand.Raw(a), new Operand.Raw(b), all, scratch);
        }
    }

    /// One part of the depth.
    private void multiply(ProductPlan plan, Cut cut, int part, Operand left, Operand right) {
        int panels = plan.panels();
        threads.run(cut.rowBlocks * cut.columnJobs, (job, scratch) -> {
            int row = cut.row(job / cut.columnJobs);
            int panel = job % cut.columnJobs * cut.panelsAJob;
            int lastPanel = Math.min(panels, panel + cut.panelsAJob);
            int lastRow = cut.row(job / cut.columnJobs + 1);
            if (row < lastRow && panel < lastPanel) {
                blocks.run(plan, part, left, right, new BlockProduct.Block(row, lastRow, panel, lastPanel), scratch);
            }
        });
    }

    /// Jobs that the packing of `length` rows or columns is cut into.
    private static int packJobs(int length, int width) {
        return Math.min(PACK_JOBS, Math.ceilDiv(length, width));
    }

    /// One job out of `jobs` of packing a part of `a` or `b`.
    ///
    /// @param length rows or columns of all jobs
    /// @param at where the part's panels start
    private void packJob(
            Matrix matrix, boolean isLeft, ProductPlan plan, int part, int length, int width, int job, int jobs,
            float[] panels, int at) {
        int each = roundUp(Math.ceilDiv(length, jobs), width);
        int first = job * each;
        int count = Math.min(each, length - first);
        if (count > 0) {
            int depth = plan.depth(part);
            packing.pack(matrix, isLeft, plan.from(part), depth, first, count, width, panels, at + first * depth);
        }
    }

    /// Where the panels of a part of the depth start, if all parts are kept one after another.
    private int partAt(ProductPlan plan, int part) {
        return roundUp(plan.n(), tileCols) * plan.from(part);
    }

    private static int roundUp(int a, int b) {
        return Math.ceilDiv(a, b) * b;
    }
}
