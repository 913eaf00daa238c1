// Rows of a table by index: dev.lathe.tensor.device.RowKernels.
#include "common.cuh"

KERNEL gather(const float* table, const int* indices, float* y, int cols, int count) {
    int i = elementIndex();
    if (i < count) y[i] = table[(size_t) indices[i / cols] * cols + i % cols];
}

// The gradient of a table's row is a sum of rows, cut into parts of up to 64, one block each: so the time is that of the
// rows given, however often one index comes. Part p adds rows `order[from[p]]` to `order[from[p + 1] - 1]`, in order, to row
// `targets[p]` of the table if it is the first part of that, which slot -1 tells, else to zeros in row `slots[p]` of `partials`.
KERNEL gatherGradParts(
        const float* gradY, const int* order, const int* from, const int* targets, const int* slots,
        float* partials, float* gradTable, int cols) {
    int part = blockIdx.x;
    int begin = from[part], end = from[part + 1], slot = slots[part];
    float* to = slot < 0 ? gradTable + (size_t) targets[part] * cols : partials + (size_t) slot * cols;
    for (int col = threadIdx.x; col < cols; col += blockDim.x) {
        float sum = slot < 0 ? to[col] : 0.0f;
        for (int i = begin; i < end; i++) sum += gradY[(size_t) order[i] * cols + col];
        to[col] = sum;
    }
}

// Adds the further parts of some of the table's rows, in order. One block for each such row: rows `from[b]` to
// `from[b + 1] - 1` of `partials` are its parts.
KERNEL gatherGradTable(const float* partials, const int* from, const int* targets, float* gradTable, int cols) {
    int begin = from[blockIdx.x], end = from[blockIdx.x + 1];
    float* to = gradTable + (size_t) targets[blockIdx.x] * cols;
    for (int col = threadIdx.x; col < cols; col += blockDim.x) {
        float sum = to[col];
        for (int i = begin; i < end; i++) sum += partials[(size_t) i * cols + col];
        to[col] = sum;
    }
}

// `first` holds a number above every position before.
KERNEL firstOutside(const int* indices, int* first, int count, int limit) {
    int i = elementIndex();
    if (i < count && (indices[i] < 0 || indices[i] >= limit)) atomicMin(first, i);
}
