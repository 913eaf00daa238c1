package dev.lathe.cuda.memory;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.driver.RawPointers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import jcuda.driver.CUresult;

/// Memory of one device, as the driver gives it. Slow: for models, and for slabs that regions then share out.
public final class DeviceMemory {
    private static final double GIB = 1 << 30;

    private final CudaContext context;
    private final Map<Long, Long> held = new HashMap<>();
    private Runnable reclaim = () -> { };
    private long allocations;

    DeviceMemory(CudaContext context) {
        this.context = context;
    }

    /// @param reclaim gives back what can be spared; called once before memory is refused
    synchronized void whenShort(Runnable reclaim) {
        this.reclaim = reclaim;
    }

    /// @param owner whom the memory is for, for the error message
    /// @return the address, a multiple of 256
    /// @throws CudaException if there is not enough
    public synchronized long allocate(long bytes, String owner) {
        return tryToAllocate(bytes, owner).orElseThrow(() -> new CudaException(outOfMemory(bytes, owner)));
    }

    /// As [#allocate], but empty if there is not enough.
    synchronized OptionalLong tryToAllocate(long bytes, String owner) {
        context.enter();
        var pointer = new RawPointers.Memory();
        int result = cuMemAlloc(pointer, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            reclaim.run();
            result = cuMemAlloc(pointer, bytes);
        }
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            return OptionalLong.empty();
        }
        context.check("%d bytes for '%s'".formatted(bytes, owner), result);
        held.put(pointer.address(), bytes);
        allocations++;
        return OptionalLong.of(pointer.address());
    }

    /// Waits for the device, as the memory may be in use.
    public synchronized void free(long address) {
        context.enter();
        context.check("giving memory back", cuMemFree(RawPointers.of(address)));
        held.remove(address);
    }

    /// How often the driver was asked for memory: the same before and after a warm step.
    public synchronized long allocations() {
        return allocations;
    }

    /// Bytes that were not given back.
    public synchronized long bytesHeld() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    private String outOfMemory(long bytes, String owner) {
        var free = new long[1];
        var total = new long[1];
        context.check("free memory", cuMemGetInfo(free, total));
        return String.format(Locale.ROOT, "%s: %.1f GiB for '%s': %.1f of %.1f GiB free; lower batchSize",
                context.name(), bytes / GIB, owner, free[0] / GIB, total[0] / GIB);
    }
}
