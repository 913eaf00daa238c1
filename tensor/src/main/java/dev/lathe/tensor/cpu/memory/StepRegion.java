package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;
import dev.lathe.tensor.device.Region;

/// Memory of one step, carved from recycled slabs.
public final class StepRegion implements Region {
    private final String name;
    private final SlabCursor<float[]> floats;
    private final SlabCursor<int[]> ints;
    private final SlabCursor<short[]> bfloats;
    private final SlabCursor<byte[]> bytes;
    private final SlabCursor<double[]> doubles;
    private final IdleMemory idle;
    private final Lease.Life life = new Lease.Life();

    /// @param idle is told when the memory is free again
    public StepRegion(String name, StepPools pools, IdleMemory idle) {
        this.name = name;
        this.floats = new SlabCursor<>(pools.floats());
        this.ints = new SlabCursor<>(pools.ints());
        this.bfloats = new SlabCursor<>(pools.bfloats());
        this.bytes = new SlabCursor<>(pools.bytes());
        this.doubles = new SlabCursor<>(pools.doubles());
        this.idle = idle;
    }

    @Override
    public Buffer allocate(DType dtype, int count) {
        if (life.isOver()) {
            throw new IllegalStateException("workspace '%s': closed".formatted(name));
        }
        var lease = new Lease(name, life);
        return switch (dtype) {
            case F32 -> {
                var piece = floats.take(count);
                yield HostFloats.ofStep(piece.array(), piece.offset(), count, lease);
            }
            case I32 -> {
                var piece = ints.take(count);
                yield new HostInts(piece.array(), piece.offset(), count, lease);
            }
            case BF16 -> {
                var piece = bfloats.take(count);
                yield new HostBFloats(piece.array(), piece.offset(), count, lease);
            }
            case I8 -> {
                var piece = bytes.take(count);
                yield new HostBytes(piece.array(), piece.offset(), count, lease);
            }
            case F64 -> {
                var piece = doubles.take(count);
                yield new HostDoubles(piece.array(), piece.offset(), count, lease);
            }
        };
    }

    @Override
    public void release(Buffer buffer) {
        switch (buffer) {
            case HostFloats f -> {
                f.lease().release(f, life);
                floats.giveBack(f.array(), f.offset(), f.size());
            }
            case HostInts i -> {
                i.lease().release(i, life);
                ints.giveBack(i.array(), i.offset(), i.size());
            }
            case HostBFloats f -> {
                f.lease().release(f, life);
                bfloats.giveBack(f.array(), f.offset(), f.size());
            }
            case HostBytes b -> {
                b.lease().release(b, life);
                bytes.giveBack(b.array(), b.offset(), b.size());
            }
            case HostDoubles d -> {
                d.lease().release(d, life);
                doubles.giveBack(d.array(), d.offset(), d.size());
            }
            default -> throw new IllegalArgumentException("buffer: not of the CPU backend");
        }
    }

    @Override
    public void close() {
        if (!life.isOver()) {
            life.end();
            floats.close();
            ints.close();
            bfloats.close();
            bytes.close();
            doubles.close();
            idle.givenBack();
        }
    }
}
