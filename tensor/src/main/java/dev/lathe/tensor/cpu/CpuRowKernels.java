package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.RowKernels;
import java.util.Arrays;

/// Rows of a table by index.
final class CpuRowKernels implements RowKernels {
    private final Ranges ranges;
    private final MapLoops maps;

    CpuRowKernels(Ranges ranges, MapLoops maps) {
        this.ranges = ranges;
        this.maps = maps;
    }

    @Override
    public void gather(Buffer table, Buffer indices, Buffer y, int count, int cols) {
        HostFloats from = HostFloats.of(table);
        HostInts index = HostInts.of(indices);
        HostFloats to = HostFloats.of(y);
        ranges.rows(count, cols, (first, last, scratch) -> {
            for (int row = first; row < last; row++) {
                System.arraycopy(
                        from.array(), from.offset() + index.get(row) * cols,
                        to.array(), to.offset() + row * cols, cols);
            }
        });
    }

    /// Each thread has some columns, so that every row of the table gets its parts in order of i.
    @Override
    public void gatherGradTable(
            Buffer gradY, int[] indices, Destination gradTable, int tableRows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats out = HostFloats.forWriting(gradTable.buffer());
        if (!gradTable.add()) {
            ranges.rows(tableRows, cols, (from, to, scratch) ->
                    Arrays.fill(out.array(), out.offset() + from * cols, out.offset() + to * cols, 0));
        }
        ranges.columns(cols, (from, to, scratch) -> {
            for (int row = 0; row < indices.length; row++) {
                int at = out.offset() + indices[row] * cols + from;
                maps.add(out.array(), at, g.array(), g.offset() + row * cols + from, out.array(), at, to - from);
            }
        });
    }

    @Override
    public int firstOutside(Buffer indices, int count, int limit) {
        HostInts index = HostInts.of(indices);
        for (int i = 0; i < count; i++) {
            if (index.get(i) < 0 || index.get(i) >= limit) {
                return i;
            }
        }
        return -1;
    }
}
