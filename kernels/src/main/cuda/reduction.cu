// Sums over all elements or over rows: dev.lathe.tensor.device.ReductionKernels. In two stages, each in a fixed order.
#include "common.cuh"

#define ELEMENTS_PER_BLOCK 16384
#define ROWS_PER_BLOCK 64
#define SUM_THREADS 128

// The sum of one block of elements for each block of threads.
KERNEL partialSums(const float* x, float* partials, int count) {
    int first = blockIdx.x * ELEMENTS_PER_BLOCK;
    int last = count - first < ELEMENTS_PER_BLOCK ? count : first + ELEMENTS_PER_BLOCK;
    float sum = 0;
    for (int i = first + threadIdx.x; i < last; i += blockDim.x) sum += x[i];
    sum = blockSum(sum);
    if (threadIdx.x == 0) partials[blockIdx.x] = sum;
}

KERNEL partialSquares(const float* x, float* partials, int count) {
    int first = blockIdx.x * ELEMENTS_PER_BLOCK;
    int last = count - first < ELEMENTS_PER_BLOCK ? count : first + ELEMENTS_PER_BLOCK;
    float sum = 0;
    for (int i = first + threadIdx.x; i < last; i += blockDim.x) sum = fmaf(x[i], x[i], sum);
    sum = blockSum(sum);
    if (threadIdx.x == 0) partials[blockIdx.x] = sum;
}

// The sum of the partial sums in double precision, by one block, whose number of threads is SUM_THREADS.
KERNEL sumOfSquares(const float* partials, int count, double* sum) {
    __shared__ double part[SUM_THREADS];
    double total = 0;
    for (int i = threadIdx.x; i < count; i += SUM_THREADS) total += partials[i];
    part[threadIdx.x] = total;
    for (unsigned half = SUM_THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if (threadIdx.x < half) part[threadIdx.x] += part[threadIdx.x + half];
    }
    if (threadIdx.x == 0) *sum = part[0];
}

KERNEL keep(const float* x, double* kept) {
    if (elementIndex() == 0) *kept = *x;
}

// y = factor x (sum of the partial sums), by one block.
KERNEL sum(const float* partials, int count, float factor, float* y) {
    float total = 0;
    for (int i = threadIdx.x; i < count; i += blockDim.x) total += partials[i];
    total = blockSum(total);
    if (threadIdx.x == 0) *y = factor * total;
}

KERNEL sumGradInput(const float* gradY, float factor, float* gradX, int add, int count) {
    int i = elementIndex();
    if (i < count) put(gradX + i, add, factor * *gradY);
}

// Sums over blocks of rows: `partials` is [blocks,cols].
KERNEL partialRowSums(const float* x, float* partials, int rows, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    int first = blockIdx.y * ROWS_PER_BLOCK, last = min(rows, first + ROWS_PER_BLOCK);
    float total = 0;
    for (int row = first; row < last; row++) total += x[(size_t) row * cols + col];
    partials[(size_t) blockIdx.y * cols + col] = total;
}

KERNEL sumRows(const float* partials, float* sum, int add, int blocks, int cols) {
    int col = elementIndex();
    if (col >= cols) return;
    float total = 0;
    for (int block = 0; block < blocks; block++) total += partials[(size_t) block * cols + col];
    put(sum + col, add, total);
}

// `first` holds a number above every position before.
KERNEL firstNonFinite(const float* x, int* first, int count) {
    int i = elementIndex();
    if (i < count && !(fabsf(x[i]) < INFINITY)) atomicMin(first, i);
}
