// Normalisation: dev.lathe.tensor.device.NormKernels. One warp a row.
//
// The variance is taken about the mean, in a second pass: E[x^2] - E[x]^2 loses all digits far from zero.
#include "common.cuh"

#define ROWS_PER_BLOCK 64   // rows that one partial sum of the parameters' gradients covers

KERNEL layerNorm(
        const float* x, const float* weight, const float* bias, float epsilon,
        float* y, float* mean, float* rstd, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* in = x + (size_t) row * cols;
    float* out = y + (size_t) row * cols;
    float sum = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) sum += in[i];
    float m = warpSum(sum) / cols;
    float squares = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) squares = fmaf(in[i] - m, in[i] - m, squares);
    float r = 1.0f / sqrtf(warpSum(squares) / cols + epsilon);
    for (int i = lane; i < cols; i += WARP_SIZE) out[i] = fmaf((in[i] - m) * r, weight[i], bias[i]);
    if (lane == 0) {
        mean[row] = m;
        rstd[row] = r;
    }
}

// With n = (x - mean) rstd and g = gradY weight: gradX = (g - avg(g) - n avg(g n)) rstd.
KERNEL layerNormGradInput(
        const float* gradY, const float* x, const float* weight, const float* mean, const float* rstd,
        float* gradX, int add, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* g = gradY + (size_t) row * cols;
    const float* in = x + (size_t) row * cols;
    float m = mean[row], r = rstd[row];
    float sumG = 0, sumGN = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) {
        float slope = g[i] * weight[i];
        sumG += slope;
        sumGN = fmaf(slope, (in[i] - m) * r, sumGN);
    }
    float averageG = warpSum(sumG) / cols, averageGN = warpSum(sumGN) / cols;
    for (int i = lane; i < cols; i += WARP_SIZE) {
        float centred = g[i] * weight[i] - averageG;
        put(gradX + (size_t) row * cols + i, add, fmaf(-(in[i] - m) * r, averageGN, centred) * r);
    }
}

// Sums over blocks of rows, in order: `partialWeight` and `partialBias` are [blocks,cols].
KERNEL layerNormPartials(
        const float* gradY, const float* x, const float* mean, const float* rstd,
        float* partialWeight, float* partialBias, int rows, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    int first = blockIdx.y * ROWS_PER_BLOCK, last = min(rows, first + ROWS_PER_BLOCK);
    float sumWeight = 0, sumBias = 0;
    for (int row = first; row < last; row++) {
        float g = gradY[(size_t) row * cols + col];
        sumWeight = fmaf(g, (x[(size_t) row * cols + col] - mean[row]) * rstd[row], sumWeight);
        sumBias += g;
    }
    partialWeight[(size_t) blockIdx.y * cols + col] = sumWeight;
    partialBias[(size_t) blockIdx.y * cols + col] = sumBias;
}

KERNEL layerNormGradParameters(
        const float* partialWeight, const float* partialBias, float* gradWeight, int addWeight,
        float* gradBias, int addBias, int blocks, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    float sumWeight = 0, sumBias = 0;
    for (int block = 0; block < blocks; block++) {
        sumWeight += partialWeight[(size_t) block * cols + col];
        sumBias += partialBias[(size_t) block * cols + col];
    }
    put(gradWeight + col, addWeight, sumWeight);
    put(gradBias + col, addBias, sumBias);
}

KERNEL l2Normalize(const float* x, float epsilon, float* y, float* norm, int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* in = x + (size_t) row * cols;
    float squares = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) squares = fmaf(in[i], in[i], squares);
    float length = sqrtf(warpSum(squares));
    float divisor = length <= epsilon ? epsilon : length;   // NaN stays
    for (int i = lane; i < cols; i += WARP_SIZE) y[(size_t) row * cols + i] = in[i] / divisor;
    if (lane == 0) norm[row] = divisor;
}

// gradX = (gradY - y (gradY . y)) / norm; where the norm was below epsilon, x was only scaled.
KERNEL l2NormalizeGradInput(
        const float* gradY, const float* y, const float* norm, float epsilon, float* gradX, int add,
        int rows, int cols) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* g = gradY + (size_t) row * cols;
    const float* out = y + (size_t) row * cols;
    float along = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) along = fmaf(g[i], out[i], along);
    along = warpSum(along);
    float divisor = norm[row];
    if (divisor <= epsilon) along = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) {
        put(gradX + (size_t) row * cols + i, add, fmaf(-along, out[i], g[i]) / divisor);
    }
}
