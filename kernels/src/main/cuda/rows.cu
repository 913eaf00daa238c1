// Rows of a table by index: dev.lathe.tensor.device.RowKernels.
#include "common.cuh"

KERNEL gather(const float* table, const int* indices, float* y, int cols, int count) {
    int i = elementIndex();
    if (i < count) y[i] = table[(size_t) indices[i / cols] * cols + i % cols];
}

// One block for each index. The block of an index's first occurrence adds up the rows of all its occurrences, in
// order; the others do nothing. So each row of the table has one writer and one order, and needs no atomics.
KERNEL gatherGradTable(const float* gradY, const int* indices, float* gradTable, int count, int cols) {
    int mine = indices[blockIdx.x];
    int earlier = 0;
    for (int i = threadIdx.x; i < (int) blockIdx.x; i += blockDim.x) earlier |= indices[i] == mine;
    if (__syncthreads_or(earlier)) return;
    for (int col = threadIdx.x; col < cols; col += blockDim.x) {
        float* to = gradTable + (size_t) mine * cols + col;
        float sum = *to;
        for (int i = blockIdx.x; i < count; i++) {
            if (indices[i] == mine) sum += gradY[(size_t) i * cols + col];
        }
        *to = sum;
    }
}

// `first` holds a number above every position before.
KERNEL firstOutside(const int* indices, int* first, int count, int limit) {
    int i = elementIndex();
    if (i < count && (indices[i] < 0 || indices[i] >= limit)) atomicMin(first, i);
}
