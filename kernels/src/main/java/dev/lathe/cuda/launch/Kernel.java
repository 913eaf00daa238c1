package dev.lathe.cuda.launch;

import dev.lathe.cuda.driver.CudaContext;
import jcuda.driver.CUfunction;

/// A function that runs on one device.
public record Kernel(String name, CUfunction function, CudaContext context) {
    /// Begins a launch: arguments in the order of the kernel's parameters, then one of the sizes.
    public Launch launch() {
        return new Launch(this);
    }
}
