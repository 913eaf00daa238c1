package dev.lathe.tensor.device;

/// DropoutDecisions of `rows x cols` floats.
public interface DropoutKernels {
    /// y = x scaled where kept, 0 where dropped. Its own gradient: called with gradY it writes gradX.
    ///
    /// @param examples I32 `[rows]`: example number of each row within the optimiser step
    /// @param positions I32 `[rows]`: position of each row in its example
    void dropout(Buffer x, DropoutDecisions dropout, Buffer examples, Buffer positions, Destination y, int rows, int cols);
}
