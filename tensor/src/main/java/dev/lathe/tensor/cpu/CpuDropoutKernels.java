package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.memory.HostInts;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.DropoutKernels;

/// DropoutDecisions row by row; the decisions are computed again in the backward pass, none is stored.
final class CpuDropoutKernels implements DropoutKernels {
    private final Ranges ranges;
    private final MapLoops maps;
    private final DropoutMask dropoutMask;

    CpuDropoutKernels(Ranges ranges, MapLoops maps, DropoutMask dropoutMask) {
        this.ranges = ranges;
        this.maps = maps;
        this.dropoutMask = dropoutMask;
    }

    @Override
    public void dropout(
            Buffer x, DropoutDecisions dropout, Buffer examples, Buffer positions, Destination y, int rows, int cols) {
        HostFloats in = HostFloats.of(x);
        HostInts example = HostInts.of(examples);
        HostInts position = HostInts.of(positions);
        HostFloats out = HostFloats.forWriting(y.buffer());
        ranges.rows(rows, cols, (from, to, scratch) -> {
            float[] kept = scratch.floats(Scratch.Use.KEEP, cols);
            for (int row = from; row < to; row++) {
                int xAt = in.offset() + row * cols;
                int yAt = out.offset() + row * cols;
                float[] dropped = y.add() ? kept : out.array();
                dropoutMask.drop(dropout, example.get(row), position.get(row), 1,
                        in.array(), xAt, dropped, y.add() ? 0 : yAt, cols, cols, scratch);
                if (y.add()) {
                    maps.add(out.array(), yAt, dropped, 0, out.array(), yAt, cols);
                }
            }
        });
    }
}
