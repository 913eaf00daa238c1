package dev.lathe.tensor.device;

/// Updates of parameters in place.
public interface OptimizerKernels {
    /// @param beta1Correction 1 - beta1^t at step t, from 1
    /// @param beta2Correction 1 - beta2^t
    /// @param gradScale what gradients are multiplied by first: clipping
    record AdamW(
            float learningRate, float beta1, float beta2, float epsilon, float weightDecay,
            float beta1Correction, float beta2Correction, float gradScale) {}

    /// One AdamW step of `value` with its moments, all of `count` elements.
    void adamW(AdamW settings, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count);
}
