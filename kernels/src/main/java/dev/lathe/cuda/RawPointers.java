package dev.lathe.cuda;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/// Between JCuda's pointer objects and plain addresses.
final class RawPointers {
    private RawPointers() {}

    /// A stream whose address can be read.
    static final class Stream extends CUstream {
        long address() {
            return getNativePointer();
        }
    }

    /// Memory whose address can be read.
    static final class Memory extends CUdeviceptr {
        long address() {
            return getNativePointer();
        }
    }

    /// JCuda's form of an address.
    static CUdeviceptr of(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }
}
