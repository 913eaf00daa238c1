package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;

/// F64 elements of a heap array, from an offset on.
public final class HostDoubles implements Buffer {
    private final double[] array;
    private final int offset;
    private final int size;
    private final Lease lease;

    HostDoubles(double[] array, int offset, int size, Lease lease) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
    }

    /// The host form of `buffer`, checked to be alive.
    public static HostDoubles of(Buffer buffer) {
        if (!(buffer instanceof HostDoubles doubles)) {
            throw new IllegalArgumentException("buffer of %s: needs F64 on the CPU".formatted(buffer.dtype()));
        }
        doubles.lease.check(doubles);
        return doubles;
    }

    public double get(int i) {
        return array[offset + i];
    }

    public void set(int i, double value) {
        array[offset + i] = value;
    }

    double[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    Lease lease() {
        return lease;
    }

    @Override
    public DType dtype() {
        return DType.F64;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, double[] from, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(from, start, array, offset + at, count);
    }

    @Override
    public void read(int at, double[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(array, offset + at, to, start, count);
    }
}
