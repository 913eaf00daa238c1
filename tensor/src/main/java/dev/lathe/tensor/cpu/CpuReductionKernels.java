package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostDoubles;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.ReductionKernels;
import java.util.List;

/// Sums. Those over everything: blocks of fixed size, their sums summed the same way.
final class CpuReductionKernels implements ReductionKernels {
    private static final int BLOCK = 1 << 14;

    private final Threads threads;
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;
    private final RowSums rowSums;

    CpuReductionKernels(Threads threads, Ranges ranges, RowLoops loops, MapLoops maps, RowSums rowSums) {
        this.threads = threads;
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
        this.rowSums = rowSums;
    }

    @FunctionalInterface
    private interface BlockSum {
        float of(int at, int count);
    }

    @Override
    public void sum(Buffer x, float factor, Buffer y, int count) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        Scratch shared = threads.borrow();
        float[] sums = blockSums(count, shared, (at, n) -> loops.sum(in.array(), in.offset() + at, n));
        out.array()[out.offset()] = factor * loops.sum(sums, 0, blocks(count));
        threads.giveBack(shared);
    }

    @Override
    public void sumGradInput(Buffer gradY, float factor, Destination gradX, int count) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        float slope = factor * g.array()[g.offset()];
        ranges.elements(count, (from, to, scratch) -> {
            for (int i = out.offset() + from; i < out.offset() + to; i++) {
                out.array()[i] = gradX.add() ? out.array()[i] + slope : slope;
            }
        });
    }

    @Override
    public void sumRows(Buffer x, Destination sum, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        rowSums.single(sum, rows, cols, (row, total, at) ->
                maps.add(total, at, in.array(), in.offset() + row * cols, total, at, cols));
    }

    @Override
    public void sumOfSquares(List<Buffer> parts, int[] counts, Buffer sum, int at) {
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += sumOfSquares(parts.get(i), counts[i]);
        }
        HostDoubles.of(sum).set(at, total);
    }

    @Override
    public void keep(Buffer x, Buffer kept, int at) {
        HostFloats in = HostFloats.of(x);
        HostDoubles.of(kept).set(at, in.array()[in.offset()]);
    }

    private double sumOfSquares(Buffer x, int count) {
        HostFloats in = HostFloats.of(x);
        Scratch shared = threads.borrow();
        float[] sums = blockSums(count, shared, (at, n) -> loops.sumOfSquares(0, in.array(), in.offset() + at, n));
        double total = 0;
        for (int block = 0; block < blocks(count); block++) {
            total += sums[block];
        }
        threads.giveBack(shared);
        return total;
    }

    @Override
    public int firstNonFinite(Buffer x, int count) {
        HostFloats in = HostFloats.of(x);
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(in.array()[in.offset() + i])) {
                return i;
            }
        }
        return -1;
    }

    private float[] blockSums(int count, Scratch shared, BlockSum sum) {
        float[] sums = shared.floats(Scratch.Use.TOTAL, blocks(count));
        threads.run(blocks(count), (block, scratch) ->
                sums[block] = sum.of(block * BLOCK, Math.min(BLOCK, count - block * BLOCK)));
        return sums;
    }

    private static int blocks(int count) {
        return (int) (((long) count + BLOCK - 1) / BLOCK);
    }
}
