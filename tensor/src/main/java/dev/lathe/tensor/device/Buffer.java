package dev.lathe.tensor.device;

/// Typed memory on one device, freed by the [Region] that gave it.
///
/// Every method throws `IllegalStateException` once that region is closed or has the memory back, and
/// `IllegalArgumentException` if the host's array is not that of the dtype; see [DType].
public interface Buffer {
    DType dtype();

    /// Number of elements.
    int size();

    /// Copies host floats to elements from `at` on, of F32 or, rounded, of BF16.
    default void write(int at, float[] from, int offset, int count) {
        throw doesNotFit(DType.F32);
    }

    /// Copies host integers to I32 elements from `at` on.
    default void write(int at, int[] from, int offset, int count) {
        throw doesNotFit(DType.I32);
    }

    /// Copies host bytes to I8 elements from `at` on.
    default void write(int at, byte[] from, int offset, int count) {
        throw doesNotFit(DType.I8);
    }

    /// Copies host doubles to F64 elements from `at` on.
    default void write(int at, double[] from, int offset, int count) {
        throw doesNotFit(DType.F64);
    }

    /// Copies elements of F32 or BF16 from `at` on to the host.
    default void read(int at, float[] to, int offset, int count) {
        throw doesNotFit(DType.F32);
    }

    /// Copies I32 elements from `at` on to the host.
    default void read(int at, int[] to, int offset, int count) {
        throw doesNotFit(DType.I32);
    }

    /// Copies I8 elements from `at` on to the host.
    default void read(int at, byte[] to, int offset, int count) {
        throw doesNotFit(DType.I8);
    }

    /// Copies F64 elements from `at` on to the host.
    default void read(int at, double[] to, int offset, int count) {
        throw doesNotFit(DType.F64);
    }

    private IllegalArgumentException doesNotFit(DType host) {
        return new IllegalArgumentException("buffer of %s: host array of %s does not fit".formatted(dtype(), host));
    }
}
