package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Destination;
import java.util.Arrays;

/// Sums over rows, for gradients of biases and of LayerNorm's parameters.
///
/// Each thread has some columns and passes over all rows: blocks of 64 rows in order, each summed from 0, the
/// sums of the blocks added in order. The blocks keep rounding errors small over thousands of rows.
final class RowSums {
    private static final int BLOCK = 64;

    private final Ranges ranges;
    private final MapLoops maps;

    RowSums(Ranges ranges, MapLoops maps) {
        this.ranges = ranges;
        this.maps = maps;
    }

    /// Adds one row's part to a block's sum.
    @FunctionalInterface
    interface Row {
        /// @param from first column
        /// @param sum of the block, for `count` columns from `from`, from index 0 on
        void addTo(int row, int from, int count, float[] sum);
    }

    /// As [Row], for two sums that are computed together.
    @FunctionalInterface
    interface PairRow {
        void addTo(int row, int from, int count, float[] first, float[] second);
    }

    void single(Destination sum, int rows, int cols, Row row) {
        HostFloats out = HostFloats.forWriting(sum.buffer());
        ranges.columns(cols, (from, to, scratch) -> {
            int count = to - from;
            float[] block = scratch.floats(Scratch.Use.PARTIAL, count);
            float[] total = scratch.floats(Scratch.Use.TOTAL, count);
            Arrays.fill(total, 0, count, 0);
            for (int start = 0; start < rows; start += BLOCK) {
                Arrays.fill(block, 0, count, 0);
                for (int r = start; r < Math.min(rows, start + BLOCK); r++) {
                    row.addTo(r, from, count, block);
                }
                maps.add(total, 0, block, 0, total, 0, count);
            }
            maps.scale(total, 0, 1, out.array(), out.offset() + from, sum.add(), count);
        });
    }

    void pair(Destination first, Destination second, int rows, int cols, PairRow row) {
        HostFloats outFirst = HostFloats.forWriting(first.buffer());
        HostFloats outSecond = HostFloats.forWriting(second.buffer());
        ranges.columns(cols, (from, to, scratch) -> {
            int count = to - from;
            float[] block = scratch.floats(Scratch.Use.PARTIAL, count);
            float[] block2 = scratch.floats(Scratch.Use.PARTIAL_2, count);
            float[] total = scratch.floats(Scratch.Use.TOTAL, count);
            float[] total2 = scratch.floats(Scratch.Use.TOTAL_2, count);
            Arrays.fill(total, 0, count, 0);
            Arrays.fill(total2, 0, count, 0);
            for (int start = 0; start < rows; start += BLOCK) {
                Arrays.fill(block, 0, count, 0);
                Arrays.fill(block2, 0, count, 0);
                for (int r = start; r < Math.min(rows, start + BLOCK); r++) {
                    row.addTo(r, from, count, block, block2);
                }
                maps.add(total, 0, block, 0, total, 0, count);
                maps.add(total2, 0, block2, 0, total2, 0, count);
            }
            maps.scale(total, 0, 1, outFirst.array(), outFirst.offset() + from, first.add(), count);
            maps.scale(total2, 0, 1, outSecond.array(), outSecond.offset() + from, second.add(), count);
        });
    }
}
