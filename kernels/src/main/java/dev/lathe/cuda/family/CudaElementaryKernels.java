package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.ElementaryKernels;

/// Launches `elementary.cu`: one thread an element.
public final class CudaElementaryKernels implements ElementaryKernels {
    private final Kernel exp;
    private final Kernel log;
    private final Kernel sqrt;
    private final Kernel sigmoid;
    private final Kernel sigmoidGradInput;

    public CudaElementaryKernels(KernelModule module) {
        exp = module.kernel("expForward");
        log = module.kernel("logForward");
        sqrt = module.kernel("sqrtForward");
        sigmoid = module.kernel("sigmoid");
        sigmoidGradInput = module.kernel("sigmoidGradInput");
    }

    @Override
    public void exp(Buffer x, Buffer y, int count) {
        apply(exp, x, y, count);
    }

    @Override
    public void log(Buffer x, Buffer y, int count) {
        apply(log, x, y, count);
    }

    @Override
    public void sqrt(Buffer x, Buffer y, int count) {
        apply(sqrt, x, y, count);
    }

    @Override
    public void sigmoid(Buffer x, Buffer y, int count) {
        apply(sigmoid, x, y, count);
    }

    @Override
    public void sigmoidGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        sigmoidGradInput.launch().floats(gradY).floats(y).into(gradX).value(count).elements(count);
    }

    private static void apply(Kernel kernel, Buffer x, Buffer y, int count) {
        kernel.launch().floats(x).floats(y).value(count).elements(count);
    }
}
