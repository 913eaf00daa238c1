// Functions of one number: dev.lathe.tensor.device.ElementaryKernels. expf and logf are CUDA's own, not the CPU's.
#include "common.cuh"

KERNEL expForward(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = expf(x[i]);
}

KERNEL logForward(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = logf(x[i]);
}

KERNEL sqrtForward(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = sqrtf(x[i]);
}

KERNEL sigmoid(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = 1.0f / (1.0f + expf(-x[i]));
}

KERNEL sigmoidGradInput(const float* gradY, const float* y, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i < count) put(gradX + i, add, gradY[i] * (y[i] * (1.0f - y[i])));
}
