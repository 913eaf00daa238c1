// Reductions over one axis, the middle one of x [outer,length,inner]: dev.lathe.tensor.device.AxisKernels. The sum over a last
// axis by one warp a row, all else by one thread for each element of what is reduced.
#include "common.cuh"

#define STEPS_PER_BLOCK 64

// The first step of element i of what is reduced.
__device__ __forceinline__ size_t firstStep(int i, int length, int inner) {
    return (size_t) (i / inner) * length * inner + i % inner;
}

KERNEL sumLastAxis(const float* x, float factor, float* y, int rows, int cols) {
    int row = warpRow();
    if (row >= rows) return;
    float sum = 0;
    for (int i = laneIndex(); i < cols; i += WARP_SIZE) sum += x[(size_t) row * cols + i];
    sum = warpSum(sum);
    if (laneIndex() == 0) y[row] = factor * sum;
}

// In blocks of steps, so that rounding errors stay small over thousands of them.
KERNEL sumAxis(const float* x, float factor, float* y, int length, int inner, int count) {
    int i = elementIndex();
    if (i >= count) return;
    const float* in = x + firstStep(i, length, inner);
    float total = 0;
    for (int first = 0; first < length; first += STEPS_PER_BLOCK) {
        int last = min(length, first + STEPS_PER_BLOCK);
        float sum = 0;
        for (int step = first; step < last; step++) sum += in[(size_t) step * inner];
        total += sum;
    }
    y[i] = factor * total;
}

KERNEL maxAxis(const float* x, float* y, int* chosen, int length, int inner, int count) {
    int i = elementIndex();
    if (i >= count) return;
    const float* in = x + firstStep(i, length, inner);
    float largest = in[0];
    int best = 0;
    for (int step = 1; step < length; step++) {
        float v = in[(size_t) step * inner];
        // Also taken: the first NaN, after which nothing is.
        if (!(v <= largest) && largest == largest) {
            largest = v;
            best = step;
        }
    }
    y[i] = largest;
    chosen[i] = best;
}

// One thread for each element of x.
KERNEL maxAxisGradInput(
        const float* gradY, const int* chosen, float* gradX, int add, int length, int inner, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int step = i / inner % length;
    int reduced = i / inner / length * inner + i % inner;
    put(gradX + i, add, chosen[reduced] == step ? gradY[reduced] : 0.0f);
}
