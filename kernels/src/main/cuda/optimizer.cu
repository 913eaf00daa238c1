// Updates of parameters in place: dev.lathe.tensor.device.OptimizerKernels.
#include "common.cuh"

#define ROWS_PER_BLOCK 64   // rows that one partial sum of a column covers

// The scalars of an AdamW step. `decay` is 1 - learningRate weightDecay, `stepSize` learningRate / (1 - beta1^t) and
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

// Of SGD: `decay` is 1 - learningRate weightDecay.
struct Sgd {
    float learningRate;
    float momentum;
    float decay;
    float gradScale;
};

KERNEL sgd(Sgd s, const float* gradient, float* value, float* velocity, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float speed = fmaf(s.momentum, velocity[i], gradient[i] * s.gradScale);
    velocity[i] = speed;
    value[i] = fmaf(value[i], s.decay, -(s.learningRate * speed));
}

// Of Lion: `decay` as in SGD.
struct Lion {
    float learningRate;
    float beta1;
    float beta2;
    float decay;
    float gradScale;
};

KERNEL lion(Lion s, const float* gradient, float* value, float* momentum, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float slope = gradient[i] * s.gradScale;
    float before = momentum[i];
    float mixed = fmaf(s.beta1, before, (1 - s.beta1) * slope);
    float sign = mixed > 0 ? 1.0f : mixed < 0 ? -1.0f : mixed;   // 0 and NaN stay
    momentum[i] = fmaf(s.beta2, before, (1 - s.beta2) * slope);
    value[i] = fmaf(value[i], s.decay, -(s.learningRate * sign));
}

// How Adafactor averages squares: `share` is 1 - beta2 at that step.
struct SquareAverage {
    float share;
    float epsilon;
    float gradScale;
};

// The average after a mean of `sum` over `count` squares of gradients that are not scaled yet.
__device__ __forceinline__ float averaged(SquareAverage s, float sum, int count, float before) {
    float mean = sum * s.gradScale * s.gradScale / count + s.epsilon;
    return fmaf(s.share, mean - before, before);
}

KERNEL averageSquaresOfRows(SquareAverage s, const float* gradient, float* row, int rows, int cols) {
    int r = warpRow();
    if (r >= rows) return;
    const float* g = gradient + (size_t) r * cols;
    float sum = 0;
    for (int i = laneIndex(); i < cols; i += WARP_SIZE) sum = fmaf(g[i], g[i], sum);
    sum = warpSum(sum);
    if (laneIndex() == 0) row[r] = averaged(s, sum, cols, row[r]);
}

// Sums over blocks of rows, in order: `partials` is [blocks,cols].
KERNEL partialSquaresOfColumns(const float* gradient, float* partials, int rows, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    int first = blockIdx.y * ROWS_PER_BLOCK, last = min(rows, first + ROWS_PER_BLOCK);
    float sum = 0;
    for (int r = first; r < last; r++) {
        float g = gradient[(size_t) r * cols + col];
        sum = fmaf(g, g, sum);
    }
    partials[(size_t) blockIdx.y * cols + col] = sum;
}

KERNEL averageSquaresOfColumns(
        SquareAverage s, const float* partials, float* column, int blocks, int rows, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    float sum = 0;
    for (int block = 0; block < blocks; block++) sum += partials[(size_t) block * cols + col];
    column[col] = averaged(s, sum, rows, column[col]);
}

// First by one factor, then by the other: the product of both may be infinite where the gradient is 0.
KERNEL divideByRootOfAxes(
        float gradScale, float* gradient, const float* row, const float* rowMean, const float* column,
        int cols, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float rowFactor = gradScale * sqrtf(*rowMean) / sqrtf(row[i / cols]);
    gradient[i] = gradient[i] * rowFactor * (1 / sqrtf(column[i % cols]));
}

KERNEL divideByRootOfSquares(SquareAverage s, float* gradient, float* average, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float slope = gradient[i] * s.gradScale;
    float before = average[i];
    float after = fmaf(s.share, fmaf(slope, slope, s.epsilon) - before, before);
    average[i] = after;
    gradient[i] = slope / sqrtf(after);
}

KERNEL move(const float* direction, float rate, float factor, float* value, int count) {
    int i = elementIndex();
    if (i < count) value[i] = fmaf(value[i], factor, -(rate * direction[i]));
}
