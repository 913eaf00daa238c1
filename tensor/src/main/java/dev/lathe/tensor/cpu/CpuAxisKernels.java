package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.AxisKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import java.util.Arrays;

/// Reductions over one axis. Sums over the last one are those of rows, in 16 lanes; over another those over rows, in blocks of
/// 64 steps.
final class CpuAxisKernels implements AxisKernels {
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;
    private final RowSums rowSums;

    CpuAxisKernels(Ranges ranges, RowLoops loops, MapLoops maps, RowSums rowSums) {
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
        this.rowSums = rowSums;
    }

    /// Neighbours in what is reduced, all of one outer step: `count` of them, the first at `reducedAt`, whose first step is at `at`.
    @FunctionalInterface
    private interface Neighbours {
        void reduce(int reducedAt, int at, int count);
    }

    @Override
    public void sum(Buffer x, float factor, Buffer y, Axis axis) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        int length = axis.length();
        int inner = axis.inner();
        if (inner == 1) {
            ranges.rows(axis.outer(), length, (from, to, scratch) -> {
                for (int row = from; row < to; row++) {
                    out.array()[out.offset() + row] =
                            factor * loops.sum(in.array(), in.offset() + row * length, length);
                }
            });
            return;
        }
        for (int outer = 0; outer < axis.outer(); outer++) {
            int firstRow = outer * length;
            int first = out.offset() + outer * inner;
            rowSums.each(length, inner,
                    (row, total, at) -> maps.add(
                            total, at, in.array(), in.offset() + (firstRow + row) * inner, total, at, inner),
                    (total, from, count) -> maps.scale(total, 0, factor, out.array(), first + from, false, count));
        }
    }

    @Override
    public void max(Buffer x, Buffer y, Buffer chosen, Axis axis) {
        float[] in = HostFloats.of(x).array();
        int inAt = HostFloats.of(x).offset();
        HostFloats out = HostFloats.forWriting(y);
        HostInts steps = HostInts.of(chosen);
        each(axis, (reducedAt, at, count) -> {
            int outAt = out.offset() + reducedAt;
            System.arraycopy(in, inAt + at, out.array(), outAt, count);
            for (int i = 0; i < count; i++) {
                steps.set(reducedAt + i, 0);
            }
            for (int step = 1; step < axis.length(); step++) {
                int stepAt = inAt + at + step * axis.inner();
                for (int i = 0; i < count; i++) {
                    float largest = out.array()[outAt + i];
                    // Also taken: the first NaN, after which nothing is.
                    if (!(in[stepAt + i] <= largest) && !Float.isNaN(largest)) {
                        out.array()[outAt + i] = in[stepAt + i];
                        steps.set(reducedAt + i, step);
                    }
                }
            }
        });
    }

    @Override
    public void maxGradInput(Buffer gradY, Buffer chosen, Destination gradX, Axis axis) {
        HostFloats g = HostFloats.of(gradY);
        HostInts steps = HostInts.of(chosen);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        each(axis, (reducedAt, at, count) -> {
            int outAt = out.offset() + at;
            if (!gradX.add()) {
                for (int step = 0; step < axis.length(); step++) {
                    int stepAt = outAt + step * axis.inner();
                    Arrays.fill(out.array(), stepAt, stepAt + count, 0);
                }
            }
            for (int i = 0; i < count; i++) {
                out.array()[outAt + steps.get(reducedAt + i) * axis.inner() + i] += g.array()[g.offset() + reducedAt + i];
            }
        });
    }

    private void each(Axis axis, Neighbours neighbours) {
        int inner = axis.inner();
        ranges.rows(axis.reduced(), axis.length(), (from, to, scratch) -> {
            int next;
            for (int i = from; i < to; i = next) {
                next = Math.min(to, (i / inner + 1) * inner);
                neighbours.reduce(i, i / inner * inner * axis.length() + i % inner, next - i);
            }
        });
    }
}
