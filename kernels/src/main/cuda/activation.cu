// Activation functions: dev.lathe.tensor.device.ActivationKernels.
#include "common.cuh"

#define SQRT_HALF 0.70710678f
#define DENSITY_AT_0 0.39894228f      // 1 / sqrt(2 pi)
#define GELU_NEW_SLOPE 0.7978845608f  // sqrt(2 / pi)
#define GELU_NEW_CUBIC 0.044715f
#define GELU_NEW_LIMIT 16.0f          // beyond, the tanh form is x or 0 and its slope 1 or 0

KERNEL gelu(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float half = 0.5f * x[i];
    y[i] = fmaf(erff(x[i] * SQRT_HALF), half, half);
}

KERNEL geluGradInput(const float* gradY, const float* x, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float cumulative = fmaf(erff(x[i] * SQRT_HALF), 0.5f, 0.5f);
    float density = expf(x[i] * x[i] * -0.5f) * DENSITY_AT_0;
    put(gradX + i, add, gradY[i] * fmaf(x[i], density, cumulative));
}

__device__ __forceinline__ float geluNewTanh(float x) {
    return tanhf(fmaf(x * x * GELU_NEW_CUBIC, x, x) * GELU_NEW_SLOPE);
}

KERNEL geluNew(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float half = 0.5f * x[i];
    y[i] = fmaf(geluNewTanh(x[i]), half, half);
}

KERNEL geluNewGradInput(const float* gradY, const float* x, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i >= count) return;
    // Written so that NaN stays NaN.
    float c = x[i] > GELU_NEW_LIMIT ? GELU_NEW_LIMIT : x[i] < -GELU_NEW_LIMIT ? -GELU_NEW_LIMIT : x[i];
    float t = geluNewTanh(c);
    float innerSlope = fmaf(c * c, 3 * GELU_NEW_CUBIC, 1.0f) * GELU_NEW_SLOPE;
    float slope = fmaf(0.5f * c * fmaf(-t, t, 1.0f), innerSlope, fmaf(t, 0.5f, 0.5f));
    put(gradX + i, add, gradY[i] * slope);
}

KERNEL tanhForward(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = tanhf(x[i]);
}

KERNEL tanhGradInput(const float* gradY, const float* y, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i < count) put(gradX + i, add, gradY[i] * fmaf(-y[i], y[i], 1.0f));
}

// Written so that NaN stays NaN, which fmaxf would drop.
KERNEL relu(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] = x[i] <= 0 ? 0.0f : x[i];
}

KERNEL reluGradInput(const float* gradY, const float* y, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i < count) put(gradX + i, add, y[i] <= 0 ? 0.0f : gradY[i]);
}
