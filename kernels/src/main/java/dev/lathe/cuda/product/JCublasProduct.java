package dev.lathe.cuda.product;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgemmStridedBatched;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.driver.PrivateFolder;
import dev.lathe.cuda.driver.RawPointers;
import dev.lathe.cuda.memory.DeviceMemory;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/// cuBLAS 12 through JCublas, which knows that version only.
final class JCublasProduct implements MatrixProduct {
    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    private final CudaContext context;
    private final CublasWorkspace workspace;
    private final cublasHandle handle = new cublasHandle();
    private final String version;

    /// @throws CudaException if JCublas does not load, or the library does not start
    JCublasProduct(CudaContext context, DeviceMemory memory) {
        this.context = context;
        PrivateFolder.during(() -> JCublas2.setExceptionsEnabled(false)).ifPresent(problem -> {
            throw new CudaException("cuBLAS: " + problem);
        });
        context.enter();
        check("create", cublasCreate(handle));
        workspace = new CublasWorkspace(memory);
        try {
            version = start();
        } catch (CudaException e) {
            close();
            throw e;
        }
    }

    /// The library's version, once it takes the stream and the workspace.
    private String start() {
        check("set stream", cublasSetStream(handle, new cudaStream_t(context.stream())));
        check("set workspace", cublasSetWorkspace(
                handle, RawPointers.of(workspace.address()), CublasWorkspace.BYTES));
        var number = new int[1];
        check("get version", cublasGetVersion(handle, number));
        return CublasWorkspace.version(number[0]);
    }

    @Override
    public synchronized void multiply(Sizes s) {
        context.enter();
        long before = context.launching(PRODUCT);
        var layout = ColumnMajor.of(s);
        int status = cublasSgemmStridedBatched(
                handle, layout.transposeFirst(), layout.transposeSecond(), s.n(), s.m(), s.k(),
                ONE, RawPointers.of(s.b()), layout.firstStride(), (long) s.k() * s.n(),
                RawPointers.of(s.a()), layout.secondStride(), (long) s.m() * s.k(),
                s.add() ? ONE : ZERO, RawPointers.of(s.c()), s.n(), (long) s.m() * s.n(), s.batch());
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            context.notLaunched(PRODUCT, before);
            // Says so if it is a kernel before that failed.
            context.await(s.shapes());
            check(s.shapes(), status);
        }
        context.launched(PRODUCT, s::shapes);
    }

    @Override
    public String description() {
        return "cuBLAS %s through JCublas".formatted(version);
    }

    private static void check(String what, int status) {
        if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
            throw new CudaException(
                    "cuBLAS: %s: failed: %d %s".formatted(what, status, cublasStatus.stringFor(status)));
        }
    }

    @Override
    public void close() {
        context.enter();
        cublasDestroy(handle);
        workspace.close();
    }
}
