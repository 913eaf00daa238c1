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
    private final IdleMemory idle;
    private final Lease.Life life = new Lease.Life();

    /// @param idle is told when the memory is free again
    public StepRegion(String name, SlabPool<float[]> floats, SlabPool<int[]> ints, IdleMemory idle) {
        this.name = name;
        this.floats = new SlabCursor<>(floats);
        this.ints = new SlabCursor<>(ints);
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
            case BF16 -> throw new IllegalArgumentException("BF16: the CPU backend has no such buffers");
        };
    }

    @Override
    public void release(Buffer buffer) {
        if (buffer instanceof HostFloats f) {
            f.lease().release(f, life);
            floats.giveBack(f.array(), f.offset(), f.size());
        } else if (buffer instanceof HostInts i) {
            i.lease().release(i, life);
            ints.giveBack(i.array(), i.offset(), i.size());
        }
    }

    @Override
    public void close() {
        if (!life.isOver()) {
            life.end();
            floats.close();
            ints.close();
            idle.givenBack();
        }
    }
}
