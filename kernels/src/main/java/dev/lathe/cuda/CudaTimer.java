package dev.lathe.cuda;

import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;

import dev.lathe.Device;
import dev.lathe.cuda.driver.CudaContext;
import dev.lathe.cuda.driver.CudaException;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;

/// Times work on a GPU by the GPU's own clock: what the caller's thread needs to ask for the work counts only
/// where the GPU waits for it.
public final class CudaTimer implements AutoCloseable {
    private final CudaContext context;
    private final CUevent begin = new CUevent();
    private final CUevent end = new CUevent();

    /// @param device a GPU, which stays the caller's to close, after the timer
    /// @throws IllegalArgumentException if it is none
    public CudaTimer(Device device) {
        if (!(device.backend() instanceof CudaBackend backend)) {
            throw new IllegalArgumentException("timer: %s: needs a GPU".formatted(device));
        }
        context = backend.context();
        context.enter();
        context.check("event", cuEventCreate(begin, CUevent_flags.CU_EVENT_DEFAULT));
        context.check("event", cuEventCreate(end, CUevent_flags.CU_EVENT_DEFAULT));
    }

    /// Milliseconds between the start of the first and the end of the last kernel of `work`.
    ///
    /// @throws CudaException if a kernel fails
    public double milliseconds(Runnable work) {
        context.enter();
        context.check("event", cuEventRecord(begin, context.stream()));
        work.run();
        context.enter();
        context.check("event", cuEventRecord(end, context.stream()));
        context.check("timing", cuEventSynchronize(end));
        var milliseconds = new float[1];
        context.check("timing", cuEventElapsedTime(milliseconds, begin, end));
        return milliseconds[0];
    }

    @Override
    public void close() {
        context.enter();
        cuEventDestroy(begin);
        cuEventDestroy(end);
    }
}
