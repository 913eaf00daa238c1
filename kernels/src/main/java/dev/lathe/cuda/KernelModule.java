package dev.lathe.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/// The kernels of one family, loaded on one device.
final class KernelModule implements AutoCloseable {
    private final String family;
    private final CudaContext context;
    private final CUmodule module = new CUmodule();

    KernelModule(String family, CudaContext context, KernelImages images) {
        this.family = family;
        this.context = context;
        context.enter();
        context.check("loading the kernels of " + family,
                cuModuleLoadData(module, images.image(family, context.computeCapability())));
    }

    Kernel kernel(String name) {
        var function = new CUfunction();
        context.enter();
        context.check("kernel %s of %s".formatted(name, family),
                cuModuleGetFunction(function, module, name));
        return new Kernel(name, function, context);
    }

    /// The context must be idle, or have failed.
    @Override
    public void close() {
        context.enter();
        cuModuleUnload(module);
    }
}
