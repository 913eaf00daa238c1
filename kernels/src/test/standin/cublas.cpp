// A stand-in for libcublas: column-major products of floats, in the order of the stream. Forms with a fault each show
// what Lathe makes of them.
#include <cstdint>
#include <functional>

#define API extern "C" __attribute__((visibility("default")))

struct Stream;
int standinEnqueue(Stream* stream, std::function<int()> work);

#define NO_FAULT 0
#define DOES_NOT_START 1
#define REFUSES 2
#define WRONG 3
#ifndef STANDIN_CUBLAS_FAULT
#define STANDIN_CUBLAS_FAULT NO_FAULT
#endif

enum Status { SUCCESS = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };
struct Handle { Stream* stream = nullptr; };

API int cublasCreate_v2(Handle** handle) {
    if (STANDIN_CUBLAS_FAULT == DOES_NOT_START) return NOT_INITIALIZED;
    *handle = new Handle();
    return SUCCESS;
}
API int cublasDestroy_v2(Handle* handle) { delete handle; return SUCCESS; }
API int cublasSetStream_v2(Handle* handle, Stream* stream) { handle->stream = stream; return SUCCESS; }
API int cublasSetMathMode(Handle*, int) { return SUCCESS; }
API int cublasSetWorkspace_v2(Handle*, void*, size_t) { return SUCCESS; }
API int cublasGetVersion_v2(Handle*, int* version) { *version = STANDIN_CUBLAS_MAJOR * 10000; return SUCCESS; }

// c (m x n) = alpha op(a) op(b) + beta c for each of `count`; beta 0 means that c is not read.
API int cublasSgemmStridedBatched(
        Handle* handle, int transposeA, int transposeB, int m, int n, int k,
        const float* alpha, const float* a, int lda, long long strideA, const float* b, int ldb, long long strideB,
        const float* beta, float* c, int ldc, long long strideC, int count) {
    if (STANDIN_CUBLAS_FAULT == REFUSES) return NOT_SUPPORTED;
    if (m < 0 || n < 0 || k < 0 || count < 0) return INVALID_VALUE;
    if (lda < (transposeA ? k : m) || ldb < (transposeB ? n : k) || ldc < m || lda < 1 || ldb < 1 || ldc < 1) {
        return INVALID_VALUE;
    }
    float factor = *alpha, held = *beta;   // read now, as cuBLAS does with scalars on the host
    int failed = standinEnqueue(handle->stream, [=] {
        for (int batch = 0; batch < count; batch++) {
            const float* pa = a + batch * strideA;
            const float* pb = b + batch * strideB;
            float* pc = c + batch * strideC;
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < m; i++) {
                    float sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += pa[transposeA ? (long) i * lda + p : (long) p * lda + i]
                             * pb[transposeB ? (long) p * ldb + j : (long) j * ldb + p];
                    }
                    if (STANDIN_CUBLAS_FAULT == WRONG && i == 5 && j == 3) sum += 1;
                    float& out = pc[(long) j * ldc + i];
                    out = factor * sum + (held == 0 ? 0 : held * out);
                }
            }
        }
        return 0;
    });
    return failed ? EXECUTION_FAILED : SUCCESS;
}
