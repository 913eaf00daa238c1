package dev.lathe.cuda.memory;

import dev.lathe.cuda.driver.Copies;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.tensor.device.Lifetime;

/// The memory of one device: what regions are made of, and the copies in and out.
public final class CudaMemory implements AutoCloseable {
    private final DeviceMemory device;
    private final CudaSlabPool slabs;
    private final CudaScratchPool scratch;
    private final Copies copies;
    private final Layout layout;

    /// How the memory of steps lies.
    public enum Layout {
        /// One piece behind another in large slabs.
        SLABS,
        /// Each piece by itself, so that a device with guarded memory sees what is outside of it. Slow: for tests.
        SEPARATE
    }

    public CudaMemory(CudaContext context, Layout layout) {
        this.device = new DeviceMemory(context);
        this.slabs = new CudaSlabPool(device);
        this.scratch = new CudaScratchPool(device);
        device.whenShort(this::spare);
        this.copies = new Copies(context);
        this.layout = layout;
    }

    public CudaRegion open(String name, Lifetime lifetime) {
        Pieces pieces = switch (lifetime) {
            case MODEL -> new SeparatePieces(device, name);
            case STEP -> switch (layout) {
                case SLABS -> new SlabPieces(slabs, name);
                case SEPARATE -> new SeparatePieces(device, name);
            };
        };
        return new CudaRegion(name, pieces, copies);
    }

    /// Memory that only the kernels of one call use. It may be closed at once after their launch: who gets it next
    /// uses it after them.
    public CudaRegion scratch(String kernel) {
        return new CudaRegion(kernel, switch (layout) {
            case SLABS -> new ScratchPieces(scratch, kernel);
            case SEPARATE -> new SeparatePieces(device, kernel);
        }, copies);
    }

    public Copies copies() {
        return copies;
    }

    public DeviceMemory device() {
        return device;
    }

    /// Gives back to the driver what no region has.
    private void spare() {
        slabs.close();
        scratch.close();
    }

    /// The context must be idle, or have failed.
    @Override
    public void close() {
        spare();
        copies.close();
    }
}
