// One row for each sequence of a packed batch: dev.lathe.tensor.device.PoolingKernels. One thread for each column of
// a sequence.
#include "common.cuh"

KERNEL meanPool(const float* x, const int* starts, float* y, int count, int cols) {
    int i = elementIndex();
    if (i >= count * cols) return;
    int s = i / cols, col = i % cols;
    float sum = 0;
    for (int row = starts[s]; row < starts[s + 1]; row++) sum += x[(size_t) row * cols + col];
    y[i] = sum * (1.0f / (starts[s + 1] - starts[s]));
}

KERNEL meanPoolGradInput(const float* gradY, const int* starts, float* gradX, int add, int count, int cols) {
    int i = elementIndex();
    if (i >= count * cols) return;
    int s = i / cols, col = i % cols;
    float share = gradY[i] * (1.0f / (starts[s + 1] - starts[s]));
    for (int row = starts[s]; row < starts[s + 1]; row++) put(gradX + (size_t) row * cols + col, add, share);
}

KERNEL maxPool(const float* x, const int* starts, float* y, int* chosen, int count, int cols) {
    int i = elementIndex();
    if (i >= count * cols) return;
    int s = i / cols, col = i % cols;
    int best = starts[s];
    float largest = x[(size_t) best * cols + col];
    for (int row = best + 1; row < starts[s + 1]; row++) {
        float v = x[(size_t) row * cols + col];
        // Also taken: the first NaN, after which nothing is.
        if (!(v <= largest) && largest == largest) {
            largest = v;
            best = row;
        }
    }
    y[i] = largest;
    chosen[i] = best;
}

KERNEL maxPoolGradInput(
        const float* gradY, const int* chosen, const int* starts, float* gradX, int add, int count, int cols) {
    int i = elementIndex();
    if (i >= count * cols) return;
    int s = i / cols, col = i % cols;
    for (int row = starts[s]; row < starts[s + 1]; row++) {
        put(gradX + (size_t) row * cols + col, add, row == chosen[i] ? gradY[i] : 0.0f);
    }
}
