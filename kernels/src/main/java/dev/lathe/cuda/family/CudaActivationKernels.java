package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;

/// Launches `activation.cu`: one thread an element.
public final class CudaActivationKernels implements ActivationKernels {
    private final Kernel gelu;
    private final Kernel geluGradInput;
    private final Kernel geluNew;
    private final Kernel geluNewGradInput;
    private final Kernel tanh;
    private final Kernel tanhGradInput;
    private final Kernel relu;
    private final Kernel reluGradInput;

    public CudaActivationKernels(KernelModule module) {
        gelu = module.kernel("gelu");
        geluGradInput = module.kernel("geluGradInput");
        geluNew = module.kernel("geluNew");
        geluNewGradInput = module.kernel("geluNewGradInput");
        tanh = module.kernel("tanhForward");
        tanhGradInput = module.kernel("tanhGradInput");
        relu = module.kernel("relu");
        reluGradInput = module.kernel("reluGradInput");
    }

    @Override
    public void gelu(Buffer x, Buffer y, int count) {
        apply(gelu, x, y, count);
    }

    @Override
    public void geluGradInput(Buffer gradY, Buffer x, Destination gradX, int count) {
        differentiate(geluGradInput, gradY, x, gradX, count);
    }

    @Override
    public void geluNew(Buffer x, Buffer y, int count) {
        apply(geluNew, x, y, count);
    }

    @Override
    public void geluNewGradInput(Buffer gradY, Buffer x, Destination gradX, int count) {
        differentiate(geluNewGradInput, gradY, x, gradX, count);
    }

    @Override
    public void tanh(Buffer x, Buffer y, int count) {
        apply(tanh, x, y, count);
    }

    @Override
    public void tanhGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        differentiate(tanhGradInput, gradY, y, gradX, count);
    }

    @Override
    public void relu(Buffer x, Buffer y, int count) {
        apply(relu, x, y, count);
    }

    @Override
    public void reluGradInput(Buffer gradY, Buffer y, Destination gradX, int count) {
        differentiate(reluGradInput, gradY, y, gradX, count);
    }

    private static void apply(Kernel kernel, Buffer x, Buffer y, int count) {
        kernel.launch().floats(x).floats(y).value(count).elements(count);
    }

    private static void differentiate(Kernel kernel, Buffer gradY, Buffer saved, Destination gradX, int count) {
        kernel.launch().floats(gradY).floats(saved).into(gradX).value(count).elements(count);
    }
}
