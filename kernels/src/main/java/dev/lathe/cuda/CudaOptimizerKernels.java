package dev.lathe.cuda;

import static java.lang.Float.floatToRawIntBits;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.OptimizerKernels;

/// Launches `optimizer.cu`: one thread an element.
final class CudaOptimizerKernels implements OptimizerKernels {
    private final Kernel adamW;

    CudaOptimizerKernels(KernelModule module) {
        adamW = module.kernel("adamW");
    }

    @Override
    public void adamW(
            AdamW settings, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count) {
        adamW.launch().struct(struct(settings)).floats(gradient).floats(value).floats(firstMoment)
                .floats(secondMoment).value(count).elements(count);
    }

    /// The struct `AdamW` of the kernel.
    private static int[] struct(AdamW s) {
        return new int[] {
            floatToRawIntBits(s.beta1()),
            floatToRawIntBits(s.beta2()),
            floatToRawIntBits(s.epsilon()),
            floatToRawIntBits(1 - s.learningRate() * s.weightDecay()),
            floatToRawIntBits(s.learningRate() / s.beta1Correction()),
            floatToRawIntBits((float) Math.sqrt(s.beta2Correction())),
            floatToRawIntBits(s.gradScale())
        };
    }
}
