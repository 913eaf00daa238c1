package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;
import dev.lathe.tensor.device.Region;

/// Memory of a model, carved from large slabs of its own, which the garbage collector frees when nobody has the model.
///
/// An array for each weight would cost up to twice its size: the collector rounds large arrays up to whole
/// pieces of its heap.
public final class ModelRegion implements Region {
    private final String name;
    private final Lease.Life life = new Lease.Life();
    private final SlabCursor<float[]> floats = new SlabCursor<>(new SlabPool<>(Float.BYTES, float[]::new));

    public ModelRegion(String name) {
        this.name = name;
    }

    @Override
    public Buffer allocate(DType dtype, int count) {
        return allocate(dtype, count, new PanelCache(PanelCache.ANY_ROWS));
    }

    @Override
    public Buffer allocateFrozen(DType dtype, int count) {
        return allocate(dtype, count, new PanelCache(PanelCache.FEW_ROWS));
    }

    private Buffer allocate(DType dtype, int count, PanelCache panels) {
        if (life.isOver()) {
            throw new IllegalStateException("workspace '%s': closed".formatted(name));
        }
        var lease = new Lease(name, life);
        return switch (dtype) {
            case F32 -> {
                var piece = floats.take(count);
                yield HostFloats.ofModel(piece.array(), piece.offset(), count, lease, panels);
            }
            case I32 -> new HostInts(new int[count], 0, count, lease);
            case BF16 -> new HostBFloats(new short[count], 0, count, lease);
            case I8 -> new HostBytes(new byte[count], 0, count, lease);
            case F64 -> new HostDoubles(new double[count], 0, count, lease);
        };
    }

    @Override
    public void release(Buffer buffer) {
        switch (buffer) {
            case HostFloats f -> {
                f.lease().release(f, life);
                floats.giveBack(f.array(), f.offset(), f.size());
            }
            case HostInts i -> i.lease().release(i, life);
            case HostBFloats f -> f.lease().release(f, life);
            case HostBytes b -> b.lease().release(b, life);
            case HostDoubles d -> d.lease().release(d, life);
            default -> throw new IllegalArgumentException("buffer: not of the CPU backend");
        }
    }

    @Override
    public void close() {
        life.end();
    }
}
