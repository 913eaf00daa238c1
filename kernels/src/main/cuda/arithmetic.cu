// Element by element sums, products and choices with broadcasting, and copies between layouts: dev.lathe.tensor.device.ArithmeticKernels.
#include "common.cuh"

#define MOST_AXES 8

// An index space of `axes` axes, the last of them first, and the strides of two arrays in it; 0 where an array is
// broadcast.
struct Axes {
    int axes;
    int dims[MOST_AXES];
    int stridesA[MOST_AXES];
    int stridesB[MOST_AXES];
};

// Where the two arrays hold element i of the dense index space. Unrolled, so that the struct stays where arguments are:
// an index that is computed would need a copy of it for each thread.
__device__ __forceinline__ void locate(const Axes& space, int i, int* a, int* b) {
    *a = 0;
    *b = 0;
#pragma unroll
    for (int axis = 0; axis < MOST_AXES; axis++) {
        if (axis == space.axes) break;
        int at = i % space.dims[axis];
        i /= space.dims[axis];
        *a += at * space.stridesA[axis];
        *b += at * space.stridesB[axis];
    }
}

KERNEL add(const float* a, const float* b, float* y, Axes space, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atA, atB;
    locate(space, i, &atA, &atB);
    y[i] = a[atA] + b[atB];
}

KERNEL multiply(const float* a, const float* b, float* y, Axes space, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atA, atB;
    locate(space, i, &atA, &atB);
    y[i] = a[atA] * b[atB];
}

KERNEL subtract(const float* a, const float* b, float* y, Axes space, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atA, atB;
    locate(space, i, &atA, &atB);
    y[i] = a[atA] - b[atB];
}

KERNEL divide(const float* a, const float* b, float* y, Axes space, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atA, atB;
    locate(space, i, &atA, &atB);
    y[i] = a[atA] / b[atB];
}

// `masks` has the strides of the mask as A; `choices` those of a and b.
KERNEL choose(
        const int* mask, const float* a, const float* b, float* y, Axes masks, Axes choices, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atMask, unused, atA, atB;
    locate(masks, i, &atMask, &unused);
    locate(choices, i, &atA, &atB);
    y[i] = mask[atMask] != 0 ? a[atA] : b[atB];
}

KERNEL copyStrided(const float* from, float* to, int add, Axes space, int count) {
    int i = elementIndex();
    if (i >= count) return;
    int atFrom, atTo;
    locate(space, i, &atFrom, &atTo);
    put(to + atTo, add, from[atFrom]);
}

KERNEL scale(const float* x, float factor, float* y, int add, int count) {
    int i = elementIndex();
    if (i < count) y[i] = add ? fmaf(x[i], factor, y[i]) : x[i] * factor;
}

// One block for each element of the sum. `kept` are the axes that it has, with its strides as B; `summed` the
// others, of which each element sums `terms`.
KERNEL sumTo(const float* x, float* sum, int add, Axes kept, Axes summed, int terms) {
    int from, to, at, unused;
    locate(kept, blockIdx.x, &from, &to);
    float partial = 0;
    for (int i = threadIdx.x; i < terms; i += blockDim.x) {
        locate(summed, i, &at, &unused);
        partial += x[from + at];
    }
    float total = blockSum(partial);
    if (threadIdx.x == 0) put(sum + to, add, total);
}
