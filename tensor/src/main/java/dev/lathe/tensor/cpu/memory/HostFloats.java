package dev.lathe.tensor.cpu.memory;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Lease;
import org.jspecify.annotations.Nullable;

/// F32 elements of a heap array, from an offset on.
public final class HostFloats implements Buffer {
    private final float[] array;
    private final int offset;
    private final int size;
    private final Lease lease;
    private final @Nullable PanelCache panels;
    private int changes;

    private HostFloats(float[] array, int offset, int size, Lease lease, @Nullable PanelCache panels) {
        this.array = array;
        this.offset = offset;
        this.size = size;
        this.lease = lease;
        this.panels = panels;
    }

    /// Memory of a step: a piece of a recycled array.
    static HostFloats ofStep(float[] array, int offset, int size, Lease lease) {
        return new HostFloats(array, offset, size, lease, null);
    }

    /// Memory of a model: it may keep its packed form beside it.
    static HostFloats ofModel(float[] array, int offset, int size, Lease lease, PanelCache panels) {
        return new HostFloats(array, offset, size, lease, panels);
    }

    /// The host form of `buffer`, checked to be alive. One `array()` serves many buffers: add [#offset].
    public static HostFloats of(Buffer buffer) {
        if (!(buffer instanceof HostFloats floats)) {
            throw new IllegalArgumentException("buffer of %s: needs F32 on the CPU".formatted(buffer.dtype()));
        }
        floats.lease.check(floats);
        return floats;
    }

    /// As [#of], for a kernel that changes the values: whatever is derived from them must be made anew.
    public static HostFloats forWriting(Buffer buffer) {
        HostFloats floats = of(buffer);
        floats.changes++;
        return floats;
    }

    /// The packed form of this weight, or null if it is not worth keeping: the weight is new, changed since it was
    /// last used, or memory of a step.
    ///
    /// @param rows of the product that it is wanted for
    /// @param panelWidth columns of a panel
    /// @param panelSize elements of the packed form
    public float @Nullable [] cachedPanels(int rows, int panelWidth, int panelSize, PanelCache.Packer packer) {
        return panels == null ? null : panels.of(changes, rows, panelWidth, panelSize, packer);
    }

    public float[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    Lease lease() {
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
        changes++;
        System.arraycopy(from, start, array, offset + at, count);
    }

    @Override
    public void read(int at, float[] to, int start, int count) {
        lease.check(this);
        HostRange.check(this, at, count);
        System.arraycopy(array, offset + at, to, start, count);
    }
}
