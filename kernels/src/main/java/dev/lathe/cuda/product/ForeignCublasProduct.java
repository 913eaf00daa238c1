package dev.lathe.cuda.product;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import dev.lathe.cuda.memory.DeviceMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// cuBLAS of any version from 11 on, called directly.
final class ForeignCublasProduct implements MatrixProduct {
    private final CudaContext context;
    private final ForeignCublas cublas;
    private final CublasWorkspace workspace;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocateFrom(JAVA_FLOAT, 1);
    private final MemorySegment zero = arena.allocateFrom(JAVA_FLOAT, 0);
    private final MemorySegment handle;
    private final String version;

    ForeignCublasProduct(CudaContext context, DeviceMemory memory, ForeignCublas cublas) {
        this.context = context;
        this.cublas = cublas;
        context.enter();
        handle = cublas.open(arena);
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
        ForeignCublas.check("set stream", cublas.setStream().call(handle, context.streamAddress()));
        ForeignCublas.check("set workspace",
                cublas.setWorkspace().call(handle, workspace.address(), CublasWorkspace.BYTES));
        MemorySegment number = arena.allocate(JAVA_INT);
        ForeignCublas.check("get version", cublas.getVersion().call(handle, number));
        return CublasWorkspace.version(number.get(JAVA_INT, 0));
    }

    @Override
    public synchronized void multiply(Sizes s) {
        context.enter();
        long before = context.launching(PRODUCT);
        var layout = ColumnMajor.of(s);
        int status = cublas.sgemmStridedBatched().call(
                handle, layout.transposeFirst(), layout.transposeSecond(), s.n(), s.m(), s.k(),
                one, s.b(), layout.firstStride(), (long) s.k() * s.n(),
                s.a(), layout.secondStride(), (long) s.m() * s.k(),
                s.add() ? one : zero, s.c(), s.n(), (long) s.m() * s.n(), s.batch());
        if (status != 0) {
            context.notLaunched(PRODUCT, before);
            // Says so if it is a kernel before that failed.
            context.await(s.shapes());
            ForeignCublas.check(s.shapes(), status);
        }
        context.launched(PRODUCT, s::shapes);
    }

    @Override
    public String description() {
        return "cuBLAS %s called directly".formatted(version);
    }

    @Override
    public void close() {
        context.enter();
        cublas.destroy().call(handle);
        workspace.close();
        arena.close();
    }
}
