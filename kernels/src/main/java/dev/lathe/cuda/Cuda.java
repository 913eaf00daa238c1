package dev.lathe.cuda;

import dev.lathe.Device;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaDriver;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.launch.ImageFile;
import dev.lathe.cuda.launch.KernelImages;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.cuda.product.CublasChoice;
import java.util.Optional;

/// NVIDIA GPUs as devices to run models on.
///
/// Needs the driver (CUDA 11.0 or newer) and a GPU of compute capability 7.5 or newer. Without cuBLAS matrix products
/// are computed by kernels of our own, slower.
public final class Cuda {
    private Cuda() {}

    /// @param number of the device, from 0
    /// @throws CudaException if there is no driver, no such device, or one that is too old; the message says which
    public static Device device(int number) {
        return Device.of(open(number, ImageFile.orBuiltIn()));
    }

    static CudaBackend open(int number, KernelImages images) {
        var context = new CudaContext(number);
        boolean opened = false;
        try {
            var memory = new CudaMemory(context, CudaMemory.Layout.SLABS);
            var backend = new CudaBackend(context, memory, images, CublasChoice.of(context, memory).product());
            opened = true;
            return backend;
        } finally {
            if (!opened) {
                context.close();
            }
        }
    }

    /// Whether the machine has an NVIDIA driver, sound or not. Without one nothing native is loaded to find out.
    public static boolean isInstalled() {
        return CudaDriver.isInstalled();
    }

    /// Why no GPU can be used on this machine, in one clause; empty if one can.
    public static Optional<String> problem() {
        return CudaDriver.problem().or(() ->
                CudaDriver.deviceCount() == 0 ? Optional.of("the driver has no device") : Optional.empty());
    }
}
