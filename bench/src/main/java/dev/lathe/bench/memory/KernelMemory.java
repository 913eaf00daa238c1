package dev.lathe.bench.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Region;

/// Buffers to and from arrays.
public final class KernelMemory {
    private KernelMemory() {}

    /// A new F32 buffer with these values.
    public static Buffer filled(Region region, float[] values) {
        Buffer buffer = region.allocate(DType.F32, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    /// A new I32 buffer with these values.
    public static Buffer filled(Region region, int[] values) {
        Buffer buffer = region.allocate(DType.I32, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    /// All of an F32 buffer.
    public static float[] read(Buffer buffer) {
        var values = new float[buffer.size()];
        buffer.read(0, values, 0, values.length);
        return values;
    }
}
