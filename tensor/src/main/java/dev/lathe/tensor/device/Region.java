package dev.lathe.tensor.device;

/// Memory of one device that is given back together. Recycled: a region opened after another was closed
/// gets the same memory again.
public interface Region extends AutoCloseable {
    /// Memory of undefined content.
    Buffer allocate(DType dtype, int count);

    /// As [#allocate], for a weight that training steps read and leave as it is: such a step should need no more memory for
    /// it than for one that is trained.
    default Buffer allocateFrozen(DType dtype, int count) {
        return allocate(dtype, count);
    }

    /// Gives one buffer back early.
    void release(Buffer buffer);

    @Override
    void close();
}
