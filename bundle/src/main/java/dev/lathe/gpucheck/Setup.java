package dev.lathe.gpucheck;

import dev.lathe.Device;
import dev.lathe.cuda.Cuda;
import dev.lathe.cuda.CudaDevices;
import dev.lathe.cuda.driver.CudaException;
import java.util.Optional;

/// What is asked of every part.
///
/// @param device number of the GPU
/// @param small whether to take models and shapes so small that a GPU of software gets through them
record Setup(int device, boolean small) {
    Device openGpu() {
        return Cuda.device(device);
    }

    /// Where the GPU sits on the machine's bus; empty if the driver does not tell.
    Optional<String> pciAddress() {
        try {
            return Optional.of(CudaDevices.pciAddress(device));
        } catch (CudaException e) {
            return Optional.empty();
        }
    }
}
