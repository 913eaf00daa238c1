package dev.lathe.cuda;

/// Compiled kernels, as the driver loads them.
@FunctionalInterface
interface KernelImages {
    /// @param family of kernels: the name of its `.cu` file
    /// @param computeCapability of the device: 75 for 7.5
    /// @throws CudaException if there is none for such a device
    byte[] image(String family, int computeCapability);
}
