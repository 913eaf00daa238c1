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

    /// sum`[at]`, F64 = the sum of the squares of all elements of all these, in double precision from blocks of floats.
    ///
    /// @param counts elements of each
    void sumOfSquares(List<Buffer> parts, int[] counts, Buffer sum, int at);

    /// kept`[at]`, F64 = x `[1]`: for what outlives the memory of a step, such as its loss, and is read later.
    void keep(Buffer x, Buffer kept, int at);

    /// Position of the first NaN or infinity, or -1.
    int firstNonFinite(Buffer x, int count);
}
