package dev.lathe.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDeviceTotalMem;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/// One device and the one stream that all its work runs in, in the order in which it was asked for.
///
/// So memory may be given back and handed out again while kernels that use it still wait for their turn.
final class CudaContext implements AutoCloseable {
    private static final int NAME_LENGTH = 256;
    /// Results from CUDA_ERROR_ILLEGAL_ADDRESS to CUDA_ERROR_LAUNCH_FAILED: faults inside a kernel.
    private static final int FIRST_OF_KERNELS = 700;
    private static final int LAST_OF_KERNELS = 719;

    private final int number;
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final RawPointers.Stream stream = new RawPointers.Stream();
    private volatile boolean closed;
    private volatile String lastLaunched = "";

    /// @throws CudaException if there is no such device
    CudaContext(int number) {
        CudaDriver.require();
        this.number = number;
        this.device = CudaDriver.device(number);
        check("opening", cuDevicePrimaryCtxRetain(context, device));
        enter();
        check("stream", cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    }

    /// Such as `cuda:0`.
    String name() {
        return "cuda:" + number;
    }

    /// What the maker calls the device.
    String model() {
        var bytes = new byte[NAME_LENGTH];
        check("name", cuDeviceGetName(bytes, bytes.length, device));
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").trim();
    }

    /// Major and minor as one number: 75 for 7.5.
    int computeCapability() {
        return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private int attribute(int which) {
        var value = new int[1];
        check("attribute " + which, cuDeviceGetAttribute(value, which, device));
        return value[0];
    }

    /// Makes the device the calling thread's: the driver keeps one for each thread. Before every call.
    void enter() {
        if (closed) {
            throw new IllegalStateException("%s: used after it was closed".formatted(name()));
        }
        check("entering", cuCtxSetCurrent(context));
    }

    CUstream stream() {
        return stream;
    }

    long streamAddress() {
        return stream.address();
    }

    /// Bytes of the device's memory.
    long totalMemory() {
        var bytes = new long[1];
        check("memory", cuDeviceTotalMem(bytes, device));
        return bytes[0];
    }

    /// Remembers what ran last: the driver reports a kernel's failure with some later call.
    void launched(String kernel) {
        lastLaunched = kernel;
    }

    /// Waits for all work so far.
    ///
    /// @param what is waited for, for the error message
    void await(String what) {
        enter();
        check(what, cuStreamSynchronize(stream));
    }

    /// @param what was asked for, such as `read of 6 elements`
    /// @throws CudaException if the driver refused, or reports that some kernel before failed
    void check(String what, int result) {
        boolean kernelFailed = result >= FIRST_OF_KERNELS && result <= LAST_OF_KERNELS && !lastLaunched.isEmpty();
        Check.done(name() + ": " + what, result, kernelFailed ? "; the last kernel was " + lastLaunched : "");
    }

    /// Gives the device back, also after a failure: then the driver's answers say nothing new.
    @Override
    public void close() {
        if (!closed) {
            enter();
            closed = true;
            cuStreamDestroy(stream);
            cuDevicePrimaryCtxRelease(device);
        }
    }
}
