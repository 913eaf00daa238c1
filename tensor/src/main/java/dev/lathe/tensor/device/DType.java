package dev.lathe.tensor.device;

/// What one element of a [Buffer] is. All can be made, written and read on every device; kernels take what their contract names.
public enum DType {
    /// IEEE 754 single precision: weights, activations, gradients. On the host `float`.
    F32(4),
    /// 32-bit integers: token ids, labels, offsets. On the host `int`.
    I32(4),
    /// The upper half of an F32, for storage. On the host `float`: written ones are rounded, read ones exact; see [BFloat16].
    BF16(2),
    /// Integers from -128 to 127, for storage. On the host `byte`.
    I8(1),
    /// IEEE 754 double precision: the few numbers that steer a training step, such as norms and learning rates. On the host `double`.
    F64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }
}
