// Updates of parameters in place: dev.lathe.tensor.device.OptimizerKernels.
#include "common.cuh"

#define ROWS_PER_BLOCK 64   // rows that one partial sum of a column covers

// What changes from step to step comes from memory. `scalars` begins with the learning rate; a step whose scale of gradients is not
// finite changes nothing. One thread of a block prepares what all of its elements need.
__device__ __forceinline__ bool isFinite(float v) {
    return fabsf(v) < INFINITY;
}

// `readings` has the sum of the squares of all gradients, which becomes their scale, then their norm, then what must be finite.
KERNEL clip(double maxNorm, double terms, double* readings, int watched) {
    if (threadIdx.x != 0) return;
    double norm = sqrt(readings[0]) / terms;
    double scale = (maxNorm > 0 && norm > maxNorm ? maxNorm / (norm + 1e-6) : 1.0) / terms;
    bool finite = fabs(norm) < INFINITY;
    for (int i = 0; i < watched; i++) finite = finite && fabs(readings[2 + i]) < INFINITY;
    readings[0] = finite ? scale : NAN;
    readings[1] = norm;
}

struct AdamW {
    float beta1;
    float beta2;
    float epsilon;
    float weightDecay;
};

// Scalars after the rate: 1 - beta1^t and 1 - beta2^t.
KERNEL adamW(
        AdamW s, const double* scalars, const double* gradScale,
        const float* gradient, float* value, float* firstMoment, float* secondMoment, int count) {
    __shared__ float decay, stepSize, rootCorrection, scale;
    if (threadIdx.x == 0) {
        float learningRate = (float) scalars[0];
        decay = 1 - learningRate * s.weightDecay;
        stepSize = learningRate / (float) scalars[1];
        rootCorrection = sqrtf((float) scalars[2]);
        scale = (float) *gradScale;
    }
    __syncthreads();
    int i = elementIndex();
    if (i >= count || !isFinite(scale)) return;
    float g = gradient[i] * scale;
    float first = fmaf(s.beta1, firstMoment[i], (1 - s.beta1) * g);
    float second = fmaf(s.beta2, secondMoment[i], (1 - s.beta2) * g * g);
    firstMoment[i] = first;
    secondMoment[i] = second;
    value[i] = fmaf(value[i], decay, -(stepSize * first / (sqrtf(second) / rootCorrection + s.epsilon)));
}

struct Sgd {
    float momentum;
    float weightDecay;
};

KERNEL sgd(
        Sgd s, const double* scalars, const double* gradScale,
        const float* gradient, float* value, float* velocity, int count) {
    __shared__ float learningRate, decay, scale;
    if (threadIdx.x == 0) {
        learningRate = (float) scalars[0];
        decay = 1 - learningRate * s.weightDecay;
        scale = (float) *gradScale;
    }
    __syncthreads();
    int i = elementIndex();
    if (i >= count || !isFinite(scale)) return;
    float speed = fmaf(s.momentum, velocity[i], gradient[i] * scale);
    velocity[i] = speed;
    value[i] = fmaf(value[i], decay, -(learningRate * speed));
}

struct Lion {
    float beta1;
    float beta2;
    float weightDecay;
};

KERNEL lion(
        Lion s, const double* scalars, const double* gradScale,
        const float* gradient, float* value, float* momentum, int count) {
    __shared__ float learningRate, decay, scale;
    if (threadIdx.x == 0) {
        learningRate = (float) scalars[0];
        decay = 1 - learningRate * s.weightDecay;
        scale = (float) *gradScale;
    }
    __syncthreads();
    int i = elementIndex();
    if (i >= count || !isFinite(scale)) return;
    float slope = gradient[i] * scale;
    float before = momentum[i];
    float mixed = fmaf(s.beta1, before, (1 - s.beta1) * slope);
    float sign = mixed > 0 ? 1.0f : mixed < 0 ? -1.0f : mixed;   // 0 and NaN stay
    momentum[i] = fmaf(s.beta2, before, (1 - s.beta2) * slope);
    value[i] = fmaf(value[i], decay, -(learningRate * sign));
}

// The average after a mean of `sum` over `count` squares of gradients that are not scaled yet, of which it takes `share`.
__device__ __forceinline__ float averaged(
        float epsilon, float share, float scale, float sum, int count, float before) {
    float mean = sum * scale * scale / count + epsilon;
    return fmaf(share, mean - before, before);
}

// Scalar after the rate: the share of the newest square.
KERNEL averageSquaresOfRows(
        float epsilon, const double* scalars, const double* gradScale,
        const float* gradient, float* row, int rows, int cols) {
    int r = warpRow();
    if (r >= rows) return;
    const float* g = gradient + (size_t) r * cols;
    float sum = 0;
    for (int i = laneIndex(); i < cols; i += WARP_SIZE) sum = fmaf(g[i], g[i], sum);
    sum = warpSum(sum);
    float scale = (float) *gradScale;
    if (laneIndex() == 0 && isFinite(scale)) {
        row[r] = averaged(epsilon, (float) scalars[1], scale, sum, cols, row[r]);
    }
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
        float epsilon, const double* scalars, const double* gradScale,
        const float* partials, float* column, int blocks, int rows, int cols) {
    int col = elementIndex();
    float scale = (float) *gradScale;
    if (col >= cols || !isFinite(scale)) return;
    float sum = 0;
    for (int block = 0; block < blocks; block++) sum += partials[(size_t) block * cols + col];
    column[col] = averaged(epsilon, (float) scalars[1], scale, sum, rows, column[col]);
}

// First by one factor, then by the other: the product of both may be infinite where the gradient is 0.
KERNEL divideByRootOfAxes(
        const double* gradScale, float* gradient, const float* row, const float* rowMean, const float* column,
        int cols, int count) {
    __shared__ float scale;
    if (threadIdx.x == 0) scale = (float) *gradScale;
    __syncthreads();
    int i = elementIndex();
    if (i >= count || !isFinite(scale)) return;
    float rowFactor = scale * sqrtf(*rowMean) / sqrtf(row[i / cols]);
    gradient[i] = gradient[i] * rowFactor * (1 / sqrtf(column[i % cols]));
}

// Scalar after the rate: the share of the newest square.
KERNEL divideByRootOfSquares(
        float epsilon, const double* scalars, const double* gradScale, float* gradient, float* average, int count) {
    __shared__ float share, scale;
    if (threadIdx.x == 0) {
        share = (float) scalars[1];
        scale = (float) *gradScale;
    }
    __syncthreads();
    int i = elementIndex();
    if (i >= count || !isFinite(scale)) return;
    float slope = gradient[i] * scale;
    float before = average[i];
    float after = fmaf(share, fmaf(slope, slope, epsilon) - before, before);
    average[i] = after;
    gradient[i] = slope / sqrtf(after);
}

// The larger one, or NaN if `v` is that.
__device__ __forceinline__ double atLeast(double least, double v) {
    return v < least ? least : v;
}

KERNEL move(
        double clipping, double smallest, double weightDecay, const double* scalars, const double* gradScale,
        const double* squares, const float* direction, float* value, int count) {
    __shared__ float rate, factor, scale;
    if (threadIdx.x == 0) {
        double learningRate = scalars[0];
        double relative = learningRate / atLeast(1, sqrt(squares[0] / count) / clipping);
        if (smallest > 0) relative *= atLeast(smallest, sqrt(squares[1] / count));
        rate = (float) relative;
        factor = (float) (1 - learningRate * weightDecay);
        scale = (float) *gradScale;
    }
    __syncthreads();
    int i = elementIndex();
    if (i < count && isFinite(scale)) value[i] = fmaf(value[i], factor, -(rate * direction[i]));
}
