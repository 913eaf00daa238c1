package dev.lathe.tensor.device;

/// What one element of a [Buffer] is.
public enum DType {
    /// IEEE 754 single precision: weights, activations, gradients.
    F32(4),
    /// 32-bit integers: token ids, labels, offsets.
    I32(4),
    /// The upper half of an F32; storage only on the CPU.
    BF16(2);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }
}
