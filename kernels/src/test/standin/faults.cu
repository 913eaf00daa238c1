// Kernels with a fault each, which the stand-in must show, and their right forms.
#include "common.cuh"

// y[i] = x[i + 1], around the end. The barrier between writing and reading shared memory is missing.
KERNEL missingBarrier(const float* x, float* y) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    y[threadIdx.x] = shared[(threadIdx.x + 1) % 64];
}

KERNEL withBarrier(const float* x, float* y) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    y[threadIdx.x] = shared[(threadIdx.x + 1) % 64];
}

// Writes one element more than there are.
KERNEL outOfBounds(float* y, int count) {
    int i = elementIndex();
    if (i <= count) y[i] = 1;
}

// Adds to a result that nobody has set.
KERNEL uninitialised(const float* x, float* y, int count) {
    int i = elementIndex();
    if (i < count) y[i] += x[i];
}

// One lane of a warp leaves the exchange out.
KERNEL divergentWarp(float* y) {
    float v = (float) threadIdx.x;
    if (threadIdx.x != 5) v = __shfl_xor_sync(WHOLE_WARP, v, 1);
    __syncthreads();
    y[threadIdx.x] = v;
}

// Neighbours exchange values through shared memory, with what is taken for a barrier of the warp and is none.
KERNEL shuffleForBarrier(const float* x, float* y) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    __shfl_xor_sync(WHOLE_WARP, 0, 1);
    y[threadIdx.x] = shared[threadIdx.x ^ 1];
}

KERNEL warpBarrier(const float* x, float* y) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    __syncwarp();
    y[threadIdx.x] = shared[threadIdx.x ^ 1];
}

// All blocks add to one element.
KERNEL sharedElement(float* y) {
    if (threadIdx.x == 0) y[0] += 1;
}

// All blocks find a minimum, by atomics.
KERNEL sharedMinimum(int* y) {
    atomicMin(y, elementIndex());
}
