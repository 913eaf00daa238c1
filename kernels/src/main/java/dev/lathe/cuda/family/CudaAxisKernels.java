package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.tensor.device.AxisKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;

/// Launches `axis.cu`: one warp a row, or one thread an element.
public final class CudaAxisKernels implements AxisKernels {
    private final Kernel sumLastAxis;
    private final Kernel sumAxis;
    private final Kernel max;
    private final Kernel maxGradInput;

    public CudaAxisKernels(KernelModule module) {
        sumLastAxis = module.kernel("sumLastAxis");
        sumAxis = module.kernel("sumAxis");
        max = module.kernel("maxAxis");
        maxGradInput = module.kernel("maxAxisGradInput");
    }

    @Override
    public void sum(Buffer x, float factor, Buffer y, Axis axis) {
        if (axis.inner() == 1) {
            sumLastAxis.launch().floats(x).value(factor).floats(y).value(axis.outer()).value(axis.length())
                    .warps(axis.outer());
        } else {
            sumAxis.launch().floats(x).value(factor).floats(y).value(axis.length()).value(axis.inner())
                    .value(axis.reduced()).elements(axis.reduced());
        }
    }

    @Override
    public void max(Buffer x, Buffer y, Buffer chosen, Axis axis) {
        max.launch().floats(x).floats(y).ints(chosen).value(axis.length()).value(axis.inner())
                .value(axis.reduced()).elements(axis.reduced());
    }

    @Override
    public void maxGradInput(Buffer gradY, Buffer chosen, Destination gradX, Axis axis) {
        int count = axis.reduced() * axis.length();
        maxGradInput.launch().floats(gradY).ints(chosen).into(gradX).value(axis.length()).value(axis.inner())
                .value(count).elements(count);
    }
}
