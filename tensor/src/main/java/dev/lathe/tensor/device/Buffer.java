package dev.lathe.tensor.device;

/// Typed memory on one device, freed by the [Region] that gave it.
///
/// Every method throws `IllegalStateException` once that region is closed or has the memory back, and
/// `IllegalArgumentException` if the dtype is another.
public interface Buffer {
    DType dtype();

    /// Number of elements.
    int size();

    /// Copies host floats to elements from `at` on.
    void write(int at, float[] from, int offset, int count);

    /// Copies host integers to elements from `at` on.
    void write(int at, int[] from, int offset, int count);

    /// Copies elements from `at` on to the host.
    void read(int at, float[] to, int offset, int count);

    /// Copies elements from `at` on to the host.
    void read(int at, int[] to, int offset, int count);
}
