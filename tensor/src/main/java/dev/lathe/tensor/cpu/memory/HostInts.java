package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;

/// I32 elements of a heap array, from an offset on.
public final class HostInts implements Buffer {
    private final int[] array;
    private final int offset;
    private final int size;
    private final Lease lease;

    HostInts(int[] array, int offset, int size, Lease lease) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
    }

    /// The host form of `buffer`, checked to be alive. One `array()` serves many buffers: add [#offset].
    public static HostInts of(Buffer buffer) {
        if (!(buffer instanceof HostInts ints)) {
            throw new IllegalArgumentException("buffer of %s: needs I32 on the CPU".formatted(buffer.dtype()));
        }
        ints.lease.check(ints);
        return ints;
    }

    int[] array() {
        return array;
    }

    int offset() {
        return offset;
    }

    public int get(int i) {
        return array[offset + i];
    }

    public void set(int i, int value) {
        array[offset + i] = value;
    }

    Lease lease() {
        return lease;
    }

    @Override
    public DType dtype() {
        return DType.I32;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, int[] from, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(from, start, array, offset + at, count);
    }

    @Override
    public void read(int at, int[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(array, offset + at, to, start, count);
    }
}
