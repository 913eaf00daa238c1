package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;

/// F32 elements of a heap array, from an offset on.
final class HostFloats implements Buffer {
    private final float[] array;
    private final int offset;
    private final int size;
    private final HostLease lease;

    HostFloats(float[] array, int offset, int size, HostLease lease) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
    }

    /// The host form of `buffer`, checked to be alive. One `array()` serves many buffers: add [#offset].
    static HostFloats of(Buffer buffer) {
        if (!(buffer instanceof HostFloats floats)) {
            throw new IllegalArgumentException("buffer of %s: needs F32 on the CPU".formatted(buffer.dtype()));
        }
        floats.lease.check(floats);
        return floats;
    }

    float[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    HostLease lease() {
        return lease;
    }

    @Override
    public DType dtype() {
        return DType.F32;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, float[] from, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(from, start, array, offset + at, count);
    }

    @Override
    public void read(int at, float[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(array, offset + at, to, start, count);
    }

    @Override
    public void write(int at, int[] from, int start, int count) {
        throw HostRange.wrongType(this, DType.I32);
    }

    @Override
    public void read(int at, int[] to, int start, int count) {
        throw HostRange.wrongType(this, DType.I32);
    }
}
