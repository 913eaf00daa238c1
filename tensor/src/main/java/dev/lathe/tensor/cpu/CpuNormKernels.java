package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.NormKernels;

/// Per row: one pass for the mean, one for the variance about it, one to write.
///
/// Not `E[x²] - E[x]²` in one pass: in float32 that loses all digits of the variance once |mean| is some
/// hundred deviations (`LayerNormOpTest.keepsItsDigitsFarFromZero`).
final class CpuNormKernels implements NormKernels {
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;
    private final RowSums rowSums;

    CpuNormKernels(Ranges ranges, RowLoops loops, MapLoops maps, RowSums rowSums) {
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
        this.rowSums = rowSums;
    }

    @Override
    public void layerNorm(
            Buffer x, Buffer weight, Buffer bias, float epsilon,
            Buffer y, Buffer mean, Buffer rstd, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        HostFloats w = HostFloats.of(weight);
        HostFloats b = HostFloats.of(bias);
        HostFloats out = HostFloats.forWriting(y);
        HostFloats means = HostFloats.forWriting(mean);
        HostFloats rstds = HostFloats.forWriting(rstd);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int at = in.offset() + row * cols;
                float m = loops.sum(in.array(), at, cols) / cols;
                float r = (float) (1 / Math.sqrt(loops.sumOfSquares(m, in.array(), at, cols) / cols + epsilon));
                loops.normalize(
                        in.array(), at, m, r, w.array(), w.offset(), b.array(), b.offset(),
                        out.array(), out.offset() + row * cols, cols);
                means.array()[means.offset() + row] = m;
                rstds.array()[rstds.offset() + row] = r;
            }
        });
    }

    @Override
    public void layerNormGradInput(
            Buffer gradY, Buffer x, Buffer weight, Buffer mean, Buffer rstd,
            Destination gradX, int rows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats in = HostFloats.of(x);
        HostFloats w = HostFloats.of(weight);
        HostFloats means = HostFloats.of(mean);
        HostFloats rstds = HostFloats.of(rstd);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int gAt = g.offset() + row * cols;
                int xAt = in.offset() + row * cols;
                float m = means.array()[means.offset() + row];
                float r = rstds.array()[rstds.offset() + row];
                float averageG = loops.dot(g.array(), gAt, w.array(), w.offset(), cols) / cols;
                float averageGN = loops.dotNormalized(
                        g.array(), gAt, w.array(), w.offset(), in.array(), xAt, m, r, cols) / cols;
                loops.normalizeGradInput(
                        g.array(), gAt, w.array(), w.offset(), in.array(), xAt, m, r, averageG, averageGN,
                        out.array(), out.offset() + row * cols, gradX.add(), cols);
            }
        });
    }

    @Override
    public void layerNormGradParameters(
            Buffer gradY, Buffer x, Buffer mean, Buffer rstd,
            Destination gradWeight, Destination gradBias, int rows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats in = HostFloats.of(x);
        HostFloats means = HostFloats.of(mean);
        HostFloats rstds = HostFloats.of(rstd);
        rowSums.pair(gradWeight, gradBias, rows, cols, (row, sumW, sumB, at) ->
                loops.normalizeGradParameters(
                        g.array(), g.offset() + row * cols, in.array(), in.offset() + row * cols,
                        means.array()[means.offset() + row], rstds.array()[rstds.offset() + row],
                        sumW, at, sumB, at, cols));
    }

    @Override
    public void l2Normalize(Buffer x, float epsilon, Buffer y, Buffer norm, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        HostFloats out = HostFloats.forWriting(y);
        HostFloats norms = HostFloats.forWriting(norm);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int at = in.offset() + row * cols;
                float length = (float) Math.sqrt(loops.sumOfSquares(0, in.array(), at, cols));
                float divisor = Math.max(length, epsilon);
                norms.array()[norms.offset() + row] = divisor;
                maps.scale(in.array(), at, 1 / divisor, out.array(), out.offset() + row * cols, false, cols);
            }
        });
    }

    /// gradX = (gradY - y (gradY · y)) / norm; where the norm was below epsilon, x was only scaled.
    @Override
    public void l2NormalizeGradInput(
            Buffer gradY, Buffer y, Buffer norm, float epsilon, Destination gradX, int rows, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostFloats kept = HostFloats.of(y);
        HostFloats norms = HostFloats.of(norm);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int row = from; row < to; row++) {
                int gAt = g.offset() + row * cols;
                int yAt = kept.offset() + row * cols;
                int outAt = out.offset() + row * cols;
                float divisor = norms.array()[norms.offset() + row];
                maps.scale(g.array(), gAt, 1 / divisor, out.array(), outAt, gradX.add(), cols);
                if (divisor > epsilon) {
                    float along = loops.dot(g.array(), gAt, kept.array(), yAt, cols);
                    maps.scale(kept.array(), yAt, -along / divisor, out.array(), outAt, true, cols);
                }
            }
        });
    }
}
