package dev.lathe.cuda.driver;

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
import java.util.function.Supplier;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/// One device and the one stream that all its work runs in, in the order in which it was asked for.
///
/// So memory may be given back and handed out again while kernels that use it still wait for their turn.
public final class CudaContext implements AutoCloseable {
    private static final int NAME_LENGTH = 256;

    private final int number;
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final RawPointers.Stream stream = new RawPointers.Stream();
    private final Launches launches = new Launches();
    private final boolean waitsAfterLaunches = Boolean.getBoolean(Launches.CHECK);
    private volatile boolean closed;

    /// @throws CudaException if there is no such device
    public CudaContext(int number) {
        CudaDriver.require();
        this.number = number;
        this.device = CudaDriver.device(number);
        check("opening", cuDevicePrimaryCtxRetain(context, device));
        try {
            enter();
            check("stream", cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
        } catch (CudaException e) {
            cuDevicePrimaryCtxRelease(device);
            throw e;
        }
    }

    /// Such as `cuda:0`.
    public String name() {
        return "cuda:" + number;
    }

    /// What the maker calls the device.
    public String model() {
        var bytes = new byte[NAME_LENGTH];
        check("name", cuDeviceGetName(bytes, bytes.length, device));
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").trim();
    }

    /// Major and minor as one number: 75 for 7.5.
    public int computeCapability() {
        return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    private int attribute(int which) {
        var value = new int[1];
        check("attribute " + which, cuDeviceGetAttribute(value, which, device));
        return value[0];
    }

    /// Makes the device the calling thread's: the driver keeps one for each thread. Before every call.
    public void enter() {
        if (closed) {
            throw new IllegalStateException("%s: used after it was closed".formatted(name()));
        }
        check("entering", cuCtxSetCurrent(context));
    }

    public CUstream stream() {
        return stream;
    }

    public long streamAddress() {
        return stream.address();
    }

    /// Bytes of the device's memory.
    public long totalMemory() {
        var bytes = new long[1];
        check("memory", cuDeviceTotalMem(bytes, device));
        return bytes[0];
    }

    /// To be said before each launch.
    ///
    /// @return for [#notLaunched]
    public long launching(String kernel) {
        return launches.count(kernel);
    }

    /// To be said if a launch was refused, before its result is checked.
    public void notLaunched(String kernel, long before) {
        launches.takeBack(kernel, before);
    }

    /// To be said after each launch.
    ///
    /// @param what was launched, for the error message
    /// @throws CudaException if the kernel failed, where each is waited for
    public void launched(String kernel, Supplier<String> what) {
        launches.count(kernel);
        if (waitsAfterLaunches) {
            await(what.get());
        }
    }

    /// Waits for all work so far.
    ///
    /// @param what is waited for, for the error message
    public void await(String what) {
        enter();
        long upTo = launches.soFar();
        check(what, cuStreamSynchronize(stream));
        launches.soundUpTo(upTo);
    }

    /// @param what was asked for, such as `read of 6 elements`
    /// @throws CudaException if the driver refused, or reports that some kernel before failed
    public void check(String what, int result) {
        check(what, result, "");
    }

    /// @param more to be said after the result
    public void check(String what, int result, String more) {
        if (result != CUresult.CUDA_SUCCESS) {
            Check.done(name() + ": " + what, result, more + launches.blame(result));
        }
    }

    /// Gives the device back, also after a failure: then the driver's answers say nothing new.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            cuCtxSetCurrent(context);
            cuStreamDestroy(stream);
            cuDevicePrimaryCtxRelease(device);
        }
    }
}
