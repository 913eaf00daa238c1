package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;

/// I8 elements of a heap array, from an offset on.
final class HostBytes implements Buffer {
    private final byte[] array;
    private final int offset;
    private final int size;
    private final Lease lease;

    HostBytes(byte[] array, int offset, int size, Lease lease) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
    }

    byte[] array() {
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
        return DType.I8;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, byte[] from, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(from, start, array, offset + at, count);
    }

    @Override
    public void read(int at, byte[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(array, offset + at, to, start, count);
    }
}
