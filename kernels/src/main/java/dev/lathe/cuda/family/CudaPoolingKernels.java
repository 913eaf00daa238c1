package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.PoolingKernels;

/// Launches `pooling.cu`: one thread for each column of a sequence.
public final class CudaPoolingKernels implements PoolingKernels {
    private final Kernel mean;
    private final Kernel meanGradInput;
    private final Kernel max;
    private final Kernel maxGradInput;

    public CudaPoolingKernels(KernelModule module) {
        mean = module.kernel("meanPool");
        meanGradInput = module.kernel("meanPoolGradInput");
        max = module.kernel("maxPool");
        maxGradInput = module.kernel("maxPoolGradInput");
    }

    @Override
    public void mean(Buffer x, Buffer starts, Buffer y, int count, int cols) {
        mean.launch().floats(x).ints(starts).floats(y).value(count).value(cols).elements(count * cols);
    }

    @Override
    public void meanGradInput(Buffer gradY, Buffer starts, Destination gradX, int count, int cols) {
        meanGradInput.launch().floats(gradY).ints(starts).into(gradX).value(count).value(cols).elements(count * cols);
    }

    @Override
    public void max(Buffer x, Buffer starts, Buffer y, Buffer chosen, int count, int cols) {
        max.launch().floats(x).ints(starts).floats(y).ints(chosen).value(count).value(cols).elements(count * cols);
    }

    @Override
    public void maxGradInput(Buffer gradY, Buffer chosen, Buffer starts, Destination gradX, int count, int cols) {
        maxGradInput.launch().floats(gradY).ints(chosen).ints(starts).into(gradX).value(count).value(cols)
                .elements(count * cols);
    }
}
