package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.Destination;
import java.util.Arrays;

/// Sums over rows, for gradients of biases and of LayerNorm's parameters, and for optimisers.
///
/// Blocks of 64 rows in order, each summed from 0, the sums of the blocks added in order: so rounding errors stay small
/// over thousands of rows. A block is one job, which reads its rows from front to back.
final class RowSums {
    private static final int BLOCK = 64;

    private final Threads threads;
    private final Ranges ranges;
    private final MapLoops maps;

    RowSums(Threads threads, Ranges ranges, MapLoops maps) {
        this.threads = threads;
        this.ranges = ranges;
        this.maps = maps;
    }

    /// Adds a row to a block's sum, which starts at `at`.
    @FunctionalInterface
    interface Row {
        void addTo(int row, float[] sum, int at);
    }

    /// As [Row], for two sums that are computed together.
    @FunctionalInterface
    interface PairRow {
        void addTo(int row, float[] first, float[] second, int at);
    }

    /// Takes the sums of `count` columns from `from` on; the first is at index 0.
    @FunctionalInterface
    interface Totals {
        void take(float[] total, int from, int count);
    }

    void single(Destination sum, int rows, int cols, Row row) {
        each(rows, cols, row, putInto(sum));
    }

    void each(int rows, int cols, Row row, Totals totals) {
        Scratch shared = threads.borrow();
        float[] sums = shared.floats(Scratch.Use.PARTIAL, blocks(rows) * cols);
        threads.run(blocks(rows), (block, scratch) -> {
            int at = block * cols;
            Arrays.fill(sums, at, at + cols, 0);
            for (int r = block * BLOCK; r < end(block, rows); r++) {
                row.addTo(r, sums, at);
            }
        });
        addBlocks(sums, rows, cols, totals);
        threads.giveBack(shared);
    }

    void pair(Destination first, Destination second, int rows, int cols, PairRow row) {
        Scratch shared = threads.borrow();
        float[] sums = shared.floats(Scratch.Use.PARTIAL, blocks(rows) * cols);
        float[] sums2 = shared.floats(Scratch.Use.PARTIAL_2, blocks(rows) * cols);
        threads.run(blocks(rows), (block, scratch) -> {
            int at = block * cols;
            Arrays.fill(sums, at, at + cols, 0);
            Arrays.fill(sums2, at, at + cols, 0);
            for (int r = block * BLOCK; r < end(block, rows); r++) {
                row.addTo(r, sums, sums2, at);
            }
        });
        addBlocks(sums, rows, cols, putInto(first));
        addBlocks(sums2, rows, cols, putInto(second));
        threads.giveBack(shared);
    }

    private Totals putInto(Destination sum) {
        HostFloats out = HostFloats.forWriting(sum.buffer());
        return (total, from, count) -> maps.scale(total, 0, 1, out.array(), out.offset() + from, sum.add(), count);
    }

    private void addBlocks(float[] sums, int rows, int cols, Totals totals) {
        ranges.columns(cols, (from, to, scratch) -> {
            int count = to - from;
            float[] total = scratch.floats(Scratch.Use.TOTAL, count);
            Arrays.fill(total, 0, count, 0);
            for (int block = 0; block < blocks(rows); block++) {
                maps.add(total, 0, sums, block * cols + from, total, 0, count);
            }
            totals.take(total, from, count);
        });
    }

    private static int end(int block, int rows) {
        return Math.min(rows, block * BLOCK + BLOCK);
    }

    private static int blocks(int rows) {
        return (rows + BLOCK - 1) / BLOCK;
    }
}
