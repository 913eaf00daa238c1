package dev.lathe.cuda.memory;

import dev.lathe.cuda.driver.Copies;
import dev.lathe.tensor.device.BFloat16;
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
        switch (dtype) {
            case F32 -> copies.write(start(at, count), count, Float.BYTES, (slot, done, part) ->
                    slot.asFloatBuffer().put(0, from, offset + done, part));
            case BF16 -> copies.write(start(at, count), count, Short.BYTES, (slot, done, part) -> {
                for (int i = 0; i < part; i++) {
                    slot.putShort(i * Short.BYTES, BFloat16.round(from[offset + done + i]));
                }
            });
            case I32, I8, F64 -> Buffer.super.write(at, from, offset, count);
        }
    }

    @Override
    public void read(int at, float[] to, int offset, int count) {
        switch (dtype) {
            case F32 -> copies.read(start(at, count), count, Float.BYTES, (slot, done, part) ->
                    slot.asFloatBuffer().get(0, to, offset + done, part));
            case BF16 -> copies.read(start(at, count), count, Short.BYTES, (slot, done, part) -> {
                for (int i = 0; i < part; i++) {
                    to[offset + done + i] = BFloat16.widen(slot.getShort(i * Short.BYTES));
                }
            });
            case I32, I8, F64 -> Buffer.super.read(at, to, offset, count);
        }
    }

    @Override
    public void write(int at, int[] from, int offset, int count) {
        if (dtype != DType.I32) {
            Buffer.super.write(at, from, offset, count);
        }
        copies.write(start(at, count), count, Integer.BYTES, (slot, done, part) ->
                slot.asIntBuffer().put(0, from, offset + done, part));
    }

    @Override
    public void read(int at, int[] to, int offset, int count) {
        if (dtype != DType.I32) {
            Buffer.super.read(at, to, offset, count);
        }
        copies.read(start(at, count), count, Integer.BYTES, (slot, done, part) ->
                slot.asIntBuffer().get(0, to, offset + done, part));
    }

    @Override
    public void write(int at, byte[] from, int offset, int count) {
        if (dtype != DType.I8) {
            Buffer.super.write(at, from, offset, count);
        }
        copies.write(start(at, count), count, Byte.BYTES, (slot, done, part) ->
                slot.put(0, from, offset + done, part));
    }

    @Override
    public void read(int at, byte[] to, int offset, int count) {
        if (dtype != DType.I8) {
            Buffer.super.read(at, to, offset, count);
        }
        copies.read(start(at, count), count, Byte.BYTES, (slot, done, part) ->
                slot.get(0, to, offset + done, part));
    }

    @Override
    public void write(int at, double[] from, int offset, int count) {
        if (dtype != DType.F64) {
            Buffer.super.write(at, from, offset, count);
        }
        copies.write(start(at, count), count, Double.BYTES, (slot, done, part) ->
                slot.asDoubleBuffer().put(0, from, offset + done, part));
    }

    @Override
    public void read(int at, double[] to, int offset, int count) {
        if (dtype != DType.F64) {
            Buffer.super.read(at, to, offset, count);
        }
        copies.read(start(at, count), count, Double.BYTES, (slot, done, part) ->
                slot.asDoubleBuffer().get(0, to, offset + done, part));
    }

    /// The address of an element, for a copy of `count` from there on.
    private long start(int at, int count) {
        lease.check(this);
        if (at < 0 || count < 0 || at > size - count) {
            throw new IndexOutOfBoundsException(
                    "buffer of %d: elements %d to %d".formatted(size, at, (long) at + count));
        }
        return address + (long) at * dtype.bytes();
    }

    private void needs(DType wanted) {
        if (dtype != wanted) {
            throw new IllegalArgumentException("buffer of %s: needs %s".formatted(dtype, wanted));
        }
    }
}
