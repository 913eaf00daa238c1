// Matrix products: dev.lathe.tensor.device.MatMulKernels.
//
// A block of 16 x 16 threads makes a tile of 64 x 64 elements, each thread 4 x 4 of them, from slices of 16 in k that
// lie in shared memory. Every element is one chain of fused multiply-adds in increasing k, as on the CPU.
#include "common.cuh"

#define TILE 64
#define SLICE 16
#define SIDE 16   // threads along each side of a block
#define EACH 4    // elements of a thread along each side: TILE / SIDE

// A matrix as the product reads it: element (i, j) is at i * row + j * column.
struct Strides {
    int row;
    int column;
};

__device__ __forceinline__ Strides stridesOf(int transposed, int rows, int cols) {
    Strides s;
    s.row = transposed ? 1 : cols;
    s.column = transposed ? rows : 1;
    return s;
}

// Slices of a (rows from `row`) and of b (columns from `col`) into shared memory; zeros outside.
__device__ __forceinline__ void loadSlices(
        const float* a, Strides sa, const float* b, Strides sb, int m, int n, int k, int row, int col, int from,
        float sliceA[SLICE][TILE + 1], float sliceB[SLICE][TILE + 1]) {
    for (int i = threadIdx.x; i < SLICE * TILE; i += SIDE * SIDE) {
        // Neighbouring threads read neighbouring addresses, whichever way the matrix is stored.
        int depthA = sa.column == 1 ? i % SLICE : i / TILE;
        int rowA = sa.column == 1 ? i / SLICE : i % TILE;
        bool insideA = row + rowA < m && from + depthA < k;
        sliceA[depthA][rowA] =
                insideA ? a[(size_t) (row + rowA) * sa.row + (size_t) (from + depthA) * sa.column] : 0.0f;
        int depthB = sb.row == 1 ? i % SLICE : i / TILE;
        int colB = sb.row == 1 ? i / SLICE : i % TILE;
        bool insideB = col + colB < n && from + depthB < k;
        sliceB[depthB][colB] =
                insideB ? b[(size_t) (from + depthB) * sb.row + (size_t) (col + colB) * sb.column] : 0.0f;
    }
}

// The tile of c = start + a b that this block has. `start` has rows `startStride` apart: 0 for a bias; null for zeros.
__device__ __forceinline__ void tile(
        const float* a, Strides sa, const float* b, Strides sb, const float* start, int startStride, float* c,
        int m, int n, int k) {
    __shared__ float sliceA[SLICE][TILE + 1];
    __shared__ float sliceB[SLICE][TILE + 1];
    int row = blockIdx.x * TILE, col = blockIdx.y * TILE;
    int threadRow = threadIdx.x / SIDE, threadCol = threadIdx.x % SIDE;
    float sum[EACH][EACH];
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            int r = row + threadRow + i * SIDE, q = col + threadCol + j * SIDE;
            sum[i][j] = start && r < m && q < n ? start[(size_t) r * startStride + q] : 0.0f;
        }
    }
    for (int from = 0; from < k; from += SLICE) {
        loadSlices(a, sa, b, sb, m, n, k, row, col, from, sliceA, sliceB);
        __syncthreads();
        int depth = min(SLICE, k - from);
        for (int p = 0; p < depth; p++) {
            for (int i = 0; i < EACH; i++) {
                float left = sliceA[p][threadRow + i * SIDE];
                for (int j = 0; j < EACH; j++) sum[i][j] = fmaf(left, sliceB[p][threadCol + j * SIDE], sum[i][j]);
            }
        }
        __syncthreads();
    }
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            int r = row + threadRow + i * SIDE, q = col + threadCol + j * SIDE;
            if (r < m && q < n) c[(size_t) r * n + q] = sum[i][j];
        }
    }
}

// c = a b, or c + a b, for each of `batch` pairs: [m,k] by [k,n].
KERNEL matMul(
        const float* a, int transposedA, const float* b, int transposedB, float* c, int add,
        int batch, int m, int n, int k) {
    for (int i = blockIdx.z; i < batch; i += gridDim.z) {
        float* result = c + (size_t) i * m * n;
        tile(a + (size_t) i * m * k, stridesOf(transposedA, m, k), b + (size_t) i * k * n,
             stridesOf(transposedB, k, n), add ? result : nullptr, n, result, m, n, k);
    }
}

// y = x weight^T + bias: [rows,in] by [out,in].
KERNEL linear(const float* x, const float* weight, const float* bias, float* y, int rows, int in, int out) {
    tile(x, stridesOf(0, rows, in), weight, stridesOf(1, in, out), bias, 0, y, rows, out, in);
}

// Every row of y = bias, for a product that adds to it.
KERNEL spreadBias(const float* bias, float* y, int cols, int count) {
    int i = elementIndex();
    if (i < count) y[i] = bias[i % cols];
}
