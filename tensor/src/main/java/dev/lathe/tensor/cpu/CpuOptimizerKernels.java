package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.OptimizerKernels;

/// Updates of parameters over ranges of elements.
final class CpuOptimizerKernels implements OptimizerKernels {
    private final Ranges ranges;
    private final MapLoops maps;

    CpuOptimizerKernels(Ranges ranges, MapLoops maps) {
        this.ranges = ranges;
        this.maps = maps;
    }

    @Override
    public void adamW(
            AdamW settings, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count) {
        HostFloats g = HostFloats.of(gradient);
        HostFloats v = HostFloats.forWriting(value);
        HostFloats first = HostFloats.forWriting(firstMoment);
        HostFloats second = HostFloats.forWriting(secondMoment);
        ranges.elements(count, (from, to, scratch) -> maps.adamW(
                settings, g.array(), g.offset() + from, v.array(), v.offset() + from,
                first.array(), first.offset() + from, second.array(), second.offset() + from, to - from));
    }
}
