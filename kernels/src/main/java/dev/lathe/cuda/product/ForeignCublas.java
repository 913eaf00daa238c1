package dev.lathe.cuda.product;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.lathe.cuda.driver.CudaException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandleProxies;

/// The functions of cuBLAS that we call, from a library of any version from 11 on. All give a status, 0 for success.
record ForeignCublas(
        Create create, Destroy destroy, SetStream setStream, SetWorkspace setWorkspace, GetVersion getVersion,
        SgemmStridedBatched sgemmStridedBatched) {

    /// @throws IllegalArgumentException if the library lacks one of the functions
    static ForeignCublas of(SymbolLookup library) {
        return new ForeignCublas(
                bind(library, "cublasCreate_v2", Create.class, ADDRESS),
                bind(library, "cublasDestroy_v2", Destroy.class, ADDRESS),
                bind(library, "cublasSetStream_v2", SetStream.class, ADDRESS, JAVA_LONG),
                bind(library, "cublasSetWorkspace_v2", SetWorkspace.class, ADDRESS, JAVA_LONG, JAVA_LONG),
                bind(library, "cublasGetVersion_v2", GetVersion.class, ADDRESS, ADDRESS),
                bind(library, "cublasSgemmStridedBatched", SgemmStridedBatched.class,
                        ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                        ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG,
                        ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    }

    /// Writes a new handle to where the pointer points.
    public interface Create {
        int call(MemorySegment handle);
    }

    public interface Destroy {
        int call(MemorySegment handle);
    }

    public interface SetStream {
        int call(MemorySegment handle, long stream);
    }

    public interface SetWorkspace {
        int call(MemorySegment handle, long address, long bytes);
    }

    /// Writes an int to where the pointer points.
    public interface GetVersion {
        int call(MemorySegment handle, MemorySegment version);
    }

    /// Column-major c = alpha op(a) op(b) + beta c for each of `count`; alpha and beta in host memory.
    public interface SgemmStridedBatched {
        int call(
                MemorySegment handle, int transposeA, int transposeB, int m, int n, int k,
                MemorySegment alpha, long a, int lda, long strideA, long b, int ldb, long strideB,
                MemorySegment beta, long c, int ldc, long strideC, int count);
    }

    @SuppressWarnings("restricted")
    private static <T> T bind(SymbolLookup library, String name, Class<T> type, MemoryLayout... parameters) {
        MemorySegment function = library.find(name)
                .orElseThrow(() -> new IllegalArgumentException("has no function " + name));
        return MethodHandleProxies.asInterfaceInstance(
                type, Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(JAVA_INT, parameters)));
    }

    /// A new handle.
    MemorySegment open(Arena arena) {
        MemorySegment handle = arena.allocate(ADDRESS);
        check("create", create.call(handle));
        return handle.get(ADDRESS, 0);
    }

    static void check(String what, int status) {
        if (status != 0) {
            throw new CudaException("cuBLAS: %s: failed: status %d".formatted(what, status));
        }
    }
}
