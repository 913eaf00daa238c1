// What the kernels of all families share. Plain CUDA C, which g++ compiles for tests too: no inline PTX. A product and
// a sum are fused only where fmaf says so (nvcc -fmad=false), so that what must cancel does.
#pragma once

#ifdef LATHE_ON_HOST
#include "kernel_host.h"
#endif

#define KERNEL extern "C" __global__ void
#define WHOLE_WARP 0xffffffffu
#define WARP_SIZE 32

// The element that this thread has, where a kernel runs one thread an element.
__device__ __forceinline__ int elementIndex() {
    return (int) (blockIdx.x * blockDim.x + threadIdx.x);
}

// The row that this warp has, where a kernel runs one warp a row.
__device__ __forceinline__ int warpRow() {
    return (int) (blockIdx.x * (blockDim.x / WARP_SIZE) + threadIdx.x / WARP_SIZE);
}

__device__ __forceinline__ int laneIndex() {
    return (int) (threadIdx.x % WARP_SIZE);
}

// Sum over the lanes of a warp; all lanes get it. Always the same order, so always the same bits.
__device__ __forceinline__ float warpSum(float v) {
    for (int lanes = WARP_SIZE / 2; lanes > 0; lanes /= 2) v += __shfl_xor_sync(WHOLE_WARP, v, lanes);
    return v;
}

__device__ __forceinline__ float warpMax(float v) {
    for (int lanes = WARP_SIZE / 2; lanes > 0; lanes /= 2) v = fmaxf(v, __shfl_xor_sync(WHOLE_WARP, v, lanes));
    return v;
}

// Sum over the threads of a block, whose number is a multiple of 32; all threads get it.
__device__ __forceinline__ float blockSum(float v) {
    __shared__ float partial[WARP_SIZE];
    v = warpSum(v);
    if (laneIndex() == 0) partial[threadIdx.x / WARP_SIZE] = v;
    __syncthreads();
    v = warpSum(threadIdx.x % WARP_SIZE < blockDim.x / WARP_SIZE ? partial[laneIndex()] : 0.0f);
    __syncthreads();
    return v;
}

// Writes a result or adds it, as a Destination asks.
__device__ __forceinline__ void put(float* to, int add, float v) {
    *to = add ? *to + v : v;
}
