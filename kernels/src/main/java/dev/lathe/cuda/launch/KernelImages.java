package dev.lathe.cuda.launch;

import dev.lathe.cuda.driver.CudaException;

/// Compiled kernels, as the driver loads them.
@FunctionalInterface
public interface KernelImages {
    /// @param family of kernels: the name of its `.cu` file
    /// @param computeCapability of the device: 75 for 7.5
    /// @throws CudaException if there is none for such a device
    byte[] image(String family, int computeCapability);
}
