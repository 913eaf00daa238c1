package dev.lathe.bench.kernels;

import java.lang.foreign.MemorySegment;

/// OpenBLAS, with a thread pool of its own.
final class OpenBlas {
    static final int ROW_MAJOR = 101;
    static final int STRAIGHT = 111;
    static final int TRANSPOSED = 112;

    private static final NativeLibrary LIBRARY = NativeLibrary.unpack("/org/bytedeco/openblas/linux-x86_64/",
            "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
    private static final SetThreads SET_THREADS = LIBRARY.function(SetThreads.class, "openblas_set_num_threads");

    static final Sgemm SGEMM = LIBRARY.function(Sgemm.class, "cblas_sgemm");

    private OpenBlas() {}

    static void useThreads(int count) {
        SET_THREADS.set(count);
    }

    /// Version and the kernels chosen for this CPU.
    @SuppressWarnings("restricted")
    static String description() {
        MemorySegment text = LIBRARY.function(Text.class, "openblas_get_config").get();
        return text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /// `cblas_sgemm`.
    @FunctionalInterface
    public interface Sgemm {
        /// c = alpha a b + beta c
        void multiply(int order, int formA, int formB, int m, int n, int k, float alpha, MemorySegment a, int lda,
                      MemorySegment b, int ldb, float beta, MemorySegment c, int ldc);
    }

    /// `openblas_set_num_threads`.
    @FunctionalInterface
    public interface SetThreads {
        /// For all calls from now on.
        void set(int count);
    }

    /// `openblas_get_config`.
    @FunctionalInterface
    public interface Text {
        /// A C string.
        MemorySegment get();
    }
}
