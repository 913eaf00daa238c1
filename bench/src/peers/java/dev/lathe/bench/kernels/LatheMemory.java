package dev.lathe.bench.kernels;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Region;

/// Buffers to and from arrays.
final class LatheMemory {
    private LatheMemory() {}

    static Buffer filled(Region region, float[] values) {
        Buffer buffer = region.allocate(DType.F32, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    static Buffer filled(Region region, int[] values) {
        Buffer buffer = region.allocate(DType.I32, values.length);
        buffer.write(0, values, 0, values.length);
        return buffer;
    }

    static float[] read(Buffer buffer) {
        var values = new float[buffer.size()];
        buffer.read(0, values, 0, values.length);
        return values;
    }
}
