package dev.lathe.cuda.product;

import dev.lathe.cuda.memory.DeviceMemory;

/// Device memory that cuBLAS works in. Its own would be allocated in the middle of a step, and with one that is given
/// it computes the same bits in each run.
final class CublasWorkspace {
    /// What cuBLAS recommends for the newest GPUs.
    static final long BYTES = 32L << 20;

    private final DeviceMemory memory;
    private final long address;

    CublasWorkspace(DeviceMemory memory) {
        this.memory = memory;
        this.address = memory.allocate(BYTES, "workspace of cuBLAS");
    }

    long address() {
        return address;
    }

    void close() {
        memory.free(address);
    }

    /// The library's number for its version in the usual form: `12.6` for 120601.
    static String version(int number) {
        return number / 10000 + "." + number / 100 % 100;
    }
}
