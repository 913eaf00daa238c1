// Updates of parameters in place: dev.lathe.tensor.device.OptimizerKernels.
#include "common.cuh"

// The scalars of a step. `decay` is 1 - learningRate weightDecay, `stepSize` learningRate / (1 - beta1^t) and
// `rootCorrection` sqrt(1 - beta2^t).
struct AdamW {
    float beta1;
    float beta2;
    float epsilon;
    float decay;
    float stepSize;
    float rootCorrection;
    float gradScale;
};

KERNEL adamW(
        AdamW s, const float* gradient, float* value, float* firstMoment, float* secondMoment, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float g = gradient[i] * s.gradScale;
    float first = fmaf(s.beta1, firstMoment[i], (1 - s.beta1) * g);
    float second = fmaf(s.beta2, secondMoment[i], (1 - s.beta2) * g * g);
    firstMoment[i] = first;
    secondMoment[i] = second;
    value[i] = fmaf(value[i], s.decay, -(s.stepSize * first / (sqrtf(second) / s.rootCorrection + s.epsilon)));
}
