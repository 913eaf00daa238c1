package dev.lathe.bench.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Arrays to and from native memory, which starts at a cache line as native engines like it best.
final class NativeFloats {
    private static final int CACHE_LINE = 64;

    private NativeFloats() {}

    static MemorySegment filled(Arena arena, float[] values) {
        MemorySegment memory = zeros(arena, values.length);
        MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_FLOAT, 0, values.length);
        return memory;
    }

    static MemorySegment zeros(Arena arena, long count) {
        return arena.allocate(count * Float.BYTES, CACHE_LINE);
    }

    static float[] read(MemorySegment memory) {
        return memory.toArray(ValueLayout.JAVA_FLOAT);
    }
}
