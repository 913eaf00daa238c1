package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.FloatMath;
import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.SoftmaxKernels;

/// Softmax and its logarithm row by row, shifted by the row's maximum.
final class CpuSoftmaxKernels implements SoftmaxKernels {
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;

    CpuSoftmaxKernels(Ranges ranges, RowLoops loops, MapLoops maps) {
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
    }

    @Override
    public void softmax(Buffer x, Buffer y, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int xAt = in.offset() + row * cols;
                int yAt = out.offset() + row * cols;
                float max = loops.max(in.array(), xAt, cols);
                float sum = loops.expSum(in.array(), xAt, 1, max, out.array(), yAt, cols);
                maps.scale(out.array(), yAt, 1 / sum, out.array(), yAt, false, cols);
            }
        });
    }

    @Override
    public void softmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats kept = HostFloats.of(y);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int gAt = g.offset() + row * cols;
                int yAt = kept.offset() + row * cols;
                float dot = loops.dot(g.array(), gAt, kept.array(), yAt, cols);
                loops.softmaxGrad(
                        g.array(), gAt, kept.array(), yAt, dot, 1,
                        out.array(), out.offset() + row * cols, gradX.add(), cols);
            }
        });
    }

    @Override
    public void logSoftmax(Buffer x, Buffer y, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int xAt = in.offset() + row * cols;
                int yAt = out.offset() + row * cols;
                float max = loops.max(in.array(), xAt, cols);
                float logSum = FloatMath.log(loops.sumOfExps(in.array(), xAt, max, cols));
                for (int i = 0; i < cols; i++) {
                    out.array()[yAt + i] = in.array()[xAt + i] - max - logSum;
                }
            }
        });
    }

    @Override
    public void logSoftmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats kept = HostFloats.of(y);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int gAt = g.offset() + row * cols;
                int outAt = out.offset() + row * cols;
                float sum = loops.sum(g.array(), gAt, cols);
                maps.scale(g.array(), gAt, 1, out.array(), outAt, gradX.add(), cols);
                loops.scaledExp(kept.array(), kept.offset() + row * cols, 0, -sum, out.array(), outAt, true, cols);
            }
        });
    }
}
