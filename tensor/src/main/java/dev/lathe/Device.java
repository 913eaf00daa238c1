package dev.lathe;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Backend;

/// What models run on: the CPU, with threads of its own.
///
/// Any number of models may share a device, from any number of threads. Closing it ends its threads; close
/// the models first. A device that is never closed keeps idle daemon threads, which do not hold up the exit of
/// the JVM.
public final class Device implements AutoCloseable {
    private final Backend backend;

    private Device(Backend backend) {
        this.backend = backend;
    }

    /// The CPU, with a thread for each processor.
    public static Device cpu() {
        return new Device(new CpuBackend());
    }

    /// The CPU with a limited number of threads. The results are the same for any number.
    ///
    /// @param threads that work on one call at the same time, the caller's included; at least 1
    public static Device cpu(int threads) {
        return new Device(new CpuBackend(threads));
    }

    /// The CPU, with limits of the user's.
    public static Device cpu(CpuOptions options) {
        return new Device(new CpuBackend(options.threads(), options.idleBytes()));
    }

    /// A device that runs on the given backend, for those who build their own.
    public static Device of(Backend backend) {
        return new Device(backend);
    }

    /// For those who build models and ops.
    public Backend backend() {
        return backend;
    }

    @Override
    public void close() {
        backend.close();
    }

    /// One line for people, such as `CPU, vectors of 512 bits, 2 threads`.
    @Override
    public String toString() {
        return backend.description();
    }
}
