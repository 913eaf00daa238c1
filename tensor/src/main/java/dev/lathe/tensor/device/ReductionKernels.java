package dev.lathe.tensor.device;

import java.util.List;

/// Sums over all elements or over rows.
public interface ReductionKernels {
    /// y `[1]` = factor x (sum of `count` elements).
    void sum(Buffer x, float factor, Buffer y, int count);

    /// gradX = factor x gradY `[1]`, for each of `count` elements.
    void sumGradInput(Buffer gradY, float factor, Destination gradX, int count);

    /// sum `[cols]` = sum over the rows of x `[rows, cols]`: bias gradients.
    void sumRows(Buffer x, Destination sum, int rows, int cols);

    /// Sum of the squares of all elements of all these, on the host, in double precision from blocks of floats; the first
    /// buffer's, then the next one's. Waits for the device once.
    ///
    /// @param counts elements of each
    double sumOfSquares(List<Buffer> parts, int[] counts);

    /// Position of the first NaN or infinity, or -1.
    int firstNonFinite(Buffer x, int count);
}
