package dev.lathe;

import dev.lathe.tensor.cpu.CpuBackend;

/// What a device on the CPU may take.
///
/// @param threads that work on one call at the same time, the caller's included; at least 1; as many as there are
///     processors unless given
/// @param idleBytes memory of steps and predictions that stays for later ones however long there are none; at least
///     0; 64 MB unless given. What is in use is not bounded by it: each call under way has memory of its own
public record CpuOptions(int threads, long idleBytes) {
    /// @throws IllegalArgumentException if there are no threads, or less than no bytes
    public CpuOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("cpu: %d threads: needs at least 1".formatted(threads));
        }
        if (idleBytes < 0) {
            throw new IllegalArgumentException("cpu: %d idle bytes: needs at least 0".formatted(idleBytes));
        }
    }

    /// A thread for each processor, 64 MB.
    public static CpuOptions defaults() {
        return new CpuOptions(Runtime.getRuntime().availableProcessors(), CpuBackend.DEFAULT_IDLE_BYTES);
    }

    /// These, with another number of threads.
    public CpuOptions withThreads(int count) {
        return new CpuOptions(count, idleBytes);
    }

    /// These, with another limit of idle memory.
    public CpuOptions withIdleBytes(long bytes) {
        return new CpuOptions(threads, bytes);
    }
}
