package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.BFloat16;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;

/// BF16 elements of a heap array, from an offset on.
final class HostBFloats implements Buffer {
    private final short[] array;
    private final int offset;
    private final int size;
    private final Lease lease;

    HostBFloats(short[] array, int offset, int size, Lease lease) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
    }

    short[] array() {
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
        return DType.BF16;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void write(int at, float[] from, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        for (int i = 0; i < count; i++) {
            array[offset + at + i] = BFloat16.round(from[start + i]);
        }
    }

    @Override
    public void read(int at, float[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        for (int i = 0; i < count; i++) {
            to[start + i] = BFloat16.widen(array[offset + at + i]);
        }
    }
}
