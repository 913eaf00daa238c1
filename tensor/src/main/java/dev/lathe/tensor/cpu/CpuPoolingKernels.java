package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.PoolingKernels;
import java.util.Arrays;

/// Pooling, one job a sequence.
final class CpuPoolingKernels implements PoolingKernels {
    private final Threads threads;
    private final MapLoops maps;

    CpuPoolingKernels(Threads threads, MapLoops maps) {
        this.threads = threads;
        this.maps = maps;
    }

    @Override
    public void mean(Buffer x, Buffer starts, Buffer y, int count, int cols) {
        HostFloats in = HostFloats.of(x);
        HostInts start = HostInts.of(starts);
        HostFloats out = HostFloats.forWriting(y);
        threads.run(count, (s, scratch) -> {
            int yAt = out.offset() + s * cols;
            Arrays.fill(out.array(), yAt, yAt + cols, 0);
            for (int row = start.get(s); row < start.get(s + 1); row++) {
                maps.add(out.array(), yAt, in.array(), in.offset() + row * cols, out.array(), yAt, cols);
            }
            maps.scale(out.array(), yAt, 1f / (start.get(s + 1) - start.get(s)), out.array(), yAt, false, cols);
        });
    }

    @Override
    public void meanGradInput(Buffer gradY, Buffer starts, Destination gradX, int count, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostInts start = HostInts.of(starts);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        threads.run(count, (s, scratch) -> {
            float share = 1f / (start.get(s + 1) - start.get(s));
            for (int row = start.get(s); row < start.get(s + 1); row++) {
                maps.scale(
                        g.array(), g.offset() + s * cols, share,
                        out.array(), out.offset() + row * cols, gradX.add(), cols);
            }
        });
    }

    @Override
    public void max(Buffer x, Buffer starts, Buffer y, Buffer chosen, int count, int cols) {
        HostFloats in = HostFloats.of(x);
        HostInts start = HostInts.of(starts);
        HostFloats out = HostFloats.forWriting(y);
        HostInts rows = HostInts.of(chosen);
        threads.run(count, (s, scratch) -> {
            for (int col = 0; col < cols; col++) {
                int best = start.get(s);
                float largest = in.array()[in.offset() + best * cols + col];
                for (int row = best + 1; row < start.get(s + 1); row++) {
                    float v = in.array()[in.offset() + row * cols + col];
                    // Also taken: the first NaN, after which nothing is.
                    if (!(v <= largest) && !Float.isNaN(largest)) {
                        largest = v;
                        best = row;
                    }
                }
                out.array()[out.offset() + s * cols + col] = largest;
                rows.set(s * cols + col, best);
            }
        });
    }

    @Override
    public void maxGradInput(Buffer gradY, Buffer chosen, Buffer starts, Destination gradX, int count, int cols) {
        HostFloats g = HostFloats.of(gradY);
        HostInts rows = HostInts.of(chosen);
        HostInts start = HostInts.of(starts);
        HostFloats out = HostFloats.forWriting(gradX.buffer());
        threads.run(count, (s, scratch) -> {
            if (!gradX.add()) {
                Arrays.fill(
                        out.array(), out.offset() + start.get(s) * cols, out.offset() + start.get(s + 1) * cols, 0);
            }
            for (int col = 0; col < cols; col++) {
                out.array()[out.offset() + rows.get(s * cols + col) * cols + col] +=
                        g.array()[g.offset() + s * cols + col];
            }
        });
    }
}
