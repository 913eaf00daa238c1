package dev.lathe.tensor.device;

/// Memory of one device that is given back together. Recycled: a region opened after another was closed
/// gets the same memory again.
public interface Region extends AutoCloseable {
    /// Memory of undefined content.
    Buffer allocate(DType dtype, int count);

    /// Gives one buffer back early.
    void release(Buffer buffer);

    @Override
    void close();
}
