// Losses: dev.lathe.tensor.device.LossKernels. Row losses by one warp a row, their sum by one block; where a sequence
// is asked for one of its tokens, a row is one column of its logits.
#include "common.cuh"

// Log-sum-exp of a row whose elements are `stride` apart, shifted by its maximum; all lanes get it.
__device__ __forceinline__ float logSumExpOf(const float* row, int cols, int stride) {
    int lane = laneIndex();
    float largest = -INFINITY;
    for (int i = lane; i < cols; i += WARP_SIZE) largest = fmaxf(largest, row[(size_t) i * stride]);
    largest = warpMax(largest);
    float sum = 0;
    for (int i = lane; i < cols; i += WARP_SIZE) sum += expf(row[(size_t) i * stride] - largest);
    return largest + logf(warpSum(sum));
}

// Writes each row's log-sum-exp, its loss, and the weight that its label counts with.
KERNEL crossEntropyRows(
        const float* logits, const int* labels, const float* classWeights, int ignoreIndex, float labelSmoothing,
        float* logSumExp, float* losses, float* counted, int rows, int classes) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    const float* x = logits + (size_t) row * classes;
    float lse = logSumExpOf(x, classes, 1);
    int label = labels[row];
    bool ignored = label == ignoreIndex;
    float loss = ignored ? 0.0f : (1 - labelSmoothing) * classWeights[label] * (lse - x[label]);
    if (labelSmoothing > 0) {
        float weightSum = 0, weightedLogits = 0;
        for (int i = lane; i < classes; i += WARP_SIZE) {
            weightSum += classWeights[i];
            weightedLogits = fmaf(x[i], classWeights[i], weightedLogits);
        }
        weightSum = warpSum(weightSum);
        weightedLogits = warpSum(weightedLogits);
        if (!ignored) loss += labelSmoothing / classes * (weightSum * lse - weightedLogits);
    }
    if (lane == 0) {
        logSumExp[row] = lse;
        losses[row] = loss;
        counted[row] = ignored ? 0.0f : classWeights[label];
    }
}

// loss = sum of the losses / sum of the weights that count, by one block.
KERNEL crossEntropy(const float* losses, const float* counted, float* loss, float* totalWeight, int rows) {
    float lossSum = 0, weightSum = 0;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) {
        lossSum += losses[i];
        weightSum += counted[i];
    }
    lossSum = blockSum(lossSum);
    weightSum = blockSum(weightSum);
    if (threadIdx.x == 0) {
        *totalWeight = weightSum;
        *loss = lossSum / weightSum;
    }
}

// With target t (smoothed) and class weights w: (p sum(t w) - t w) gradLoss / totalWeight.
KERNEL crossEntropyGradLogits(
        const float* logits, const int* labels, const float* classWeights, int ignoreIndex, float labelSmoothing,
        const float* gradLoss, const float* logSumExp, const float* totalWeight, float* gradLogits, int add,
        int rows, int classes) {
    int row = warpRow(), lane = laneIndex();
    if (row >= rows) return;
    int label = labels[row];
    bool ignored = label == ignoreIndex;
    float even = labelSmoothing / classes;
    float targetWeight = ignored ? 0.0f : (1 - labelSmoothing) * classWeights[label];
    float targets = 0;
    if (even > 0) {
        for (int i = lane; i < classes; i += WARP_SIZE) targets += classWeights[i];
        targets = even * warpSum(targets);
    }
    targets += targetWeight;
    float scale = *gradLoss / *totalWeight;
    for (int i = lane; i < classes; i += WARP_SIZE) {
        size_t at = (size_t) row * classes + i;
        float target = even * classWeights[i] + (i == label ? targetWeight : 0.0f);
        float slope = ignored ? 0.0f : (expf(logits[at] - logSumExp[row]) * targets - target) * scale;
        put(gradLogits + at, add, slope);
    }
}

// Writes the log-sum-exp and the loss of each sequence and column.
KERNEL spanCrossEntropyRows(
        const float* logits, const int* starts, const int* positions, float* logSumExp, float* losses,
        int count, int cols) {
    int row = warpRow();
    if (row >= count * cols) return;
    int s = row / cols;
    const float* x = logits + (size_t) starts[s] * cols + row % cols;
    float lse = logSumExpOf(x, starts[s + 1] - starts[s], cols);
    if (laneIndex() == 0) {
        logSumExp[row] = lse;
        losses[row] = lse - x[(size_t) positions[row] * cols];
    }
}

// By one block.
KERNEL meanOfLosses(const float* losses, float* loss, int count) {
    float sum = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) sum += losses[i];
    sum = blockSum(sum);
    if (threadIdx.x == 0) *loss = sum / count;
}

// (p - 1 at the right token) gradLoss / (count cols).
KERNEL spanCrossEntropyGradLogits(
        const float* logits, const int* starts, const int* positions, const float* gradLoss, const float* logSumExp,
        float* gradLogits, int add, int count, int cols) {
    int row = warpRow();
    if (row >= count * cols) return;
    int s = row / cols, tokens = starts[s + 1] - starts[s];
    float scale = *gradLoss / (count * cols);
    for (int t = laneIndex(); t < tokens; t += WARP_SIZE) {
        size_t at = (size_t) (starts[s] + t) * cols + row % cols;
        float probability = expf(logits[at] - logSumExp[row]);
        put(gradLogits + at, add, (t == positions[row] ? probability - 1 : probability) * scale);
    }
}

// By one block.
KERNEL meanSquaredError(const float* x, const float* target, float* loss, int count) {
    float sum = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        float d = x[i] - target[i];
        sum = fmaf(d, d, sum);
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) *loss = sum / count;
}

KERNEL meanSquaredErrorGradInput(
        const float* gradLoss, const float* x, const float* target, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i < count) put(gradX + i, add, (x[i] - target[i]) * (2 * *gradLoss / count));
}

// By one block.
KERNEL binaryCrossEntropy(const float* logits, const float* targets, float* loss, int count) {
    float sum = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        float x = logits[i];
        sum += fmaxf(x, 0.0f) - x * targets[i] + log1pf(expf(-fabsf(x)));
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) *loss = sum / count;
}

KERNEL binaryCrossEntropyGradLogits(
        const float* gradLoss, const float* logits, const float* targets, float* gradLogits, int add, int count) {
    int i = elementIndex();
    if (i >= count) return;
    float e = expf(-fabsf(logits[i]));
    float probability = (logits[i] >= 0 ? 1.0f : e) / (1 + e);
    put(gradLogits + i, add, (probability - targets[i]) * (*gradLoss / count));
}
