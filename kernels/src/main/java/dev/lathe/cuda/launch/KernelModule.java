package dev.lathe.cuda.launch;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataJIT;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import dev.lathe.cuda.driver.CudaContext;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JITOptions;

/// The kernels of one family, loaded on one device.
public final class KernelModule implements AutoCloseable {
    private static final int LOG_BYTES = 4096;

    private final String family;
    private final CudaContext context;
    private final CUmodule module = new CUmodule();

    public KernelModule(String family, CudaContext context, KernelImages images) {
        this.family = family;
        this.context = context;
        byte[] image = images.image(family, context.computeCapability());
        var options = new JITOptions();
        options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
        options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
        context.enter();
        int result = cuModuleLoadDataJIT(module, Pointer.to(image), options);
        if (result != CUresult.CUDA_SUCCESS) {
            context.check("loading the kernels of " + family, result, said(options));
        }
    }

    /// What the driver's assembler said, in one line.
    private static String said(JITOptions options) {
        String log = options.getString(CUjit_option.CU_JIT_ERROR_LOG_BUFFER);
        String line = log == null ? "" : log.replace("\0", "").strip().replaceAll("\\h+", " ").replaceAll("\\s*\\R\\s*", " | ");
        return line.isEmpty() ? "" : ": " + line;
    }

    public Kernel kernel(String name) {
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
