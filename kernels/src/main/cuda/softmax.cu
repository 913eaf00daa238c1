// Softmax of each row, and its logarithm, shifted by its maximum: dev.lathe.tensor.device.SoftmaxKernels. One warp a row.
#include "common.cuh"

KERNEL softmax(const float* x, float* y, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* in = x + (size_t) row * cols;
    float* out = y + (size_t) row * cols;
    float largest = -INFINITY;
    for (int i = lane; i < cols; i += WARP_SIZE) largest = fmaxf(largest, in[i]);
    largest = warpMax(largest);
    float sum = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) sum += expf(in[i] - largest);
    float share = 1.0f / warpSum(sum);
    for (int i = lane; i < cols; i += WARP_SIZE) out[i] = expf(in[i] - largest) * share;
}

// gradX = y (gradY - sum(gradY y))
KERNEL softmaxGradInput(const float* gradY, const float* y, float* gradX, int add, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* g = gradY + (size_t) row * cols;
    const float* out = y + (size_t) row * cols;
    float dot = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) dot = fmaf(g[i], out[i], dot);
    dot = warpSum(dot);
    for (int i = lane; i < cols; i += WARP_SIZE) put(gradX + (size_t) row * cols + i, add, (g[i] - dot) * out[i]);
}

KERNEL logSoftmax(const float* x, float* y, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* in = x + (size_t) row * cols;
    float* out = y + (size_t) row * cols;
    float largest = -INFINITY;
    for (int i = lane; i < cols; i += WARP_SIZE) largest = fmaxf(largest, in[i]);
    largest = warpMax(largest);
    float sum = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) sum += expf(in[i] - largest);
    float logSum = logf(warpSum(sum));
    for (int i = lane; i < cols; i += WARP_SIZE) out[i] = in[i] - largest - logSum;
}

// gradX = gradY - exp(y) sum(gradY)
KERNEL logSoftmaxGradInput(const float* gradY, const float* y, float* gradX, int add, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* g = gradY + (size_t) row * cols;
    const float* out = y + (size_t) row * cols;
    float sum = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) sum += g[i];
    sum = warpSum(sum);
    for (int i = lane; i < cols; i += WARP_SIZE) {
        put(gradX + (size_t) row * cols + i, add, fmaf(-expf(out[i]), sum, g[i]));
    }
}
