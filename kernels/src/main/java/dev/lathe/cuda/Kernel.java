package dev.lathe.cuda;

import jcuda.driver.CUfunction;

/// A function that runs on one device.
record Kernel(String name, CUfunction function, CudaContext context) {
    /// Begins a launch: arguments in the order of the kernel's parameters, then one of the sizes.
    Launch launch() {
        return new Launch(this);
    }
}
