package dev.lathe.cuda.memory;

import dev.lathe.cuda.driver.Copies;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;

/// Elements in device memory.
public final class CudaBuffer implements Buffer {
    private final long address;
    private final DType dtype;
    private final int size;
    private final Lease lease;
    private final Copies copies;

    CudaBuffer(long address, DType dtype, int size, Lease lease, Copies copies) {
        this.address = address;
        this.dtype = dtype;
        this.size = size;
        this.lease = lease;
        this.copies = copies;
    }

    /// The device form of `buffer`, checked to be alive.
    public static CudaBuffer of(Buffer buffer, DType dtype) {
        if (!(buffer instanceof CudaBuffer given)) {
            throw new IllegalArgumentException("buffer of %s: is not on a GPU".formatted(buffer.dtype()));
        }
        given.lease.check(given);
        given.needs(dtype);
        return given;
    }

    public long address() {
        return address;
    }

    Lease lease() {
        return lease;
    }

    /// Whose memory this is.
    public Copies copies() {
        return copies;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, float[] from, int offset, int count) {
        check(DType.F32, at, count);
        copies.write(address + (long) at * Float.BYTES, from, offset, count);
    }

    @Override
    public void write(int at, int[] from, int offset, int count) {
        check(DType.I32, at, count);
        copies.write(address + (long) at * Integer.BYTES, from, offset, count);
    }

    @Override
    public void read(int at, float[] to, int offset, int count) {
        check(DType.F32, at, count);
        copies.read(address + (long) at * Float.BYTES, to, offset, count);
    }

    @Override
    public void read(int at, int[] to, int offset, int count) {
        check(DType.I32, at, count);
        copies.read(address + (long) at * Integer.BYTES, to, offset, count);
    }

    private void check(DType host, int at, int count) {
        if (dtype != host) {
            throw new IllegalArgumentException("buffer of %s: host array of %s does not fit".formatted(dtype, host));
        }
        lease.check(this);
        if (at < 0 || count < 0 || at > size - count) {
            throw new IndexOutOfBoundsException(
                    "buffer of %d: elements %d to %d".formatted(size, at, (long) at + count));
        }
    }

    private void needs(DType wanted) {
        if (dtype != wanted) {
            throw new IllegalArgumentException("buffer of %s: needs %s".formatted(dtype, wanted));
        }
    }
}
