package dev.lathe.cuda.driver;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/// Between JCuda's pointer objects and plain addresses.
public final class RawPointers {
    private RawPointers() {}

    /// A stream whose address can be read.
    static final class Stream extends CUstream {
        public long address() {
            return getNativePointer();
        }
    }

    /// Memory whose address can be read.
    public static final class Memory extends CUdeviceptr {
        public long address() {
            return getNativePointer();
        }
    }

    /// JCuda's form of an address.
    public static CUdeviceptr of(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }
}
