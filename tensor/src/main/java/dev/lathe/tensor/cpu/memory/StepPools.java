package dev.lathe.tensor.cpu.memory;

import java.util.List;
import java.util.function.LongSupplier;

/// What the regions of steps carve their buffers from: a pool for each type of elements.
///
/// @param bfloats of BF16, by their bits
public record StepPools(
        SlabPool<float[]> floats, SlabPool<int[]> ints, SlabPool<short[]> bfloats, SlabPool<byte[]> bytes,
        SlabPool<double[]> doubles) {
    public StepPools() {
        this(System::nanoTime);
    }

    /// @param clock nanoseconds
    StepPools(LongSupplier clock) {
        this(
                new SlabPool<>(Float.BYTES, float[]::new, clock), new SlabPool<>(Integer.BYTES, int[]::new, clock),
                new SlabPool<>(Short.BYTES, short[]::new, clock), new SlabPool<>(Byte.BYTES, byte[]::new, clock),
                new SlabPool<>(Double.BYTES, double[]::new, clock));
    }

    public List<SlabPool<?>> all() {
        return List.of(floats, ints, bfloats, bytes, doubles);
    }

    /// Bytes allocated since the start.
    public long bytesAllocated() {
        return all().stream().mapToLong(SlabPool::bytesAllocated).sum();
    }
}
