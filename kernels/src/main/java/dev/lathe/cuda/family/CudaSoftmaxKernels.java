package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.SoftmaxKernels;

/// Launches `softmax.cu`: one warp a row.
public final class CudaSoftmaxKernels implements SoftmaxKernels {
    private final Kernel softmax;
    private final Kernel softmaxGradInput;
    private final Kernel logSoftmax;
    private final Kernel logSoftmaxGradInput;

    public CudaSoftmaxKernels(KernelModule module) {
        softmax = module.kernel("softmax");
        softmaxGradInput = module.kernel("softmaxGradInput");
        logSoftmax = module.kernel("logSoftmax");
        logSoftmaxGradInput = module.kernel("logSoftmaxGradInput");
    }

    @Override
    public void softmax(Buffer x, Buffer y, int rows, int cols) {
        softmax.launch().floats(x).floats(y).value(rows).value(cols).warps(rows);
    }

    @Override
    public void softmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols) {
        softmaxGradInput.launch().floats(gradY).floats(y).into(gradX).value(rows).value(cols).warps(rows);
    }

    @Override
    public void logSoftmax(Buffer x, Buffer y, int rows, int cols) {
        logSoftmax.launch().floats(x).floats(y).value(rows).value(cols).warps(rows);
    }

    @Override
    public void logSoftmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols) {
        logSoftmaxGradInput.launch().floats(gradY).floats(y).into(gradX).value(rows).value(cols).warps(rows);
    }
}
