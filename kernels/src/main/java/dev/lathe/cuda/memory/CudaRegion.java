package dev.lathe.cuda.memory;

import dev.lathe.cuda.driver.Copies;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;
import dev.lathe.tensor.device.Region;

/// Buffers of one device that are given back together.
public final class CudaRegion implements Region {
    private final String name;
    private final Pieces pieces;
    private final Copies copies;
    private final Lease.Life life = new Lease.Life();

    CudaRegion(String name, Pieces pieces, Copies copies) {
        this.name = name;
        this.pieces = pieces;
        this.copies = copies;
    }

    @Override
    public CudaBuffer allocate(DType dtype, int count) {
        if (life.isOver()) {
            throw new IllegalStateException("workspace '%s': closed".formatted(name));
        }
        long address = pieces.take(bytes(dtype, count));
        return new CudaBuffer(address, dtype, count, new Lease(name, life), copies);
    }

    @Override
    public void release(Buffer buffer) {
        if (!(buffer instanceof CudaBuffer given)) {
            throw new IllegalArgumentException("buffer: not of the CUDA backend");
        }
        given.lease().release(given, life);
        pieces.giveBack(given.address(), bytes(given.dtype(), given.size()));
    }

    @Override
    public void close() {
        if (!life.isOver()) {
            life.end();
            pieces.close();
        }
    }

    /// Never 0, which the driver does not give.
    private static long bytes(DType dtype, int count) {
        return Math.max(1L, count) * dtype.bytes();
    }
}
