package dev.lathe.tensor.device;

/// One row for each sequence of a packed batch, from the rows of its tokens.
///
/// `starts` is I32 `[count + 1]`; `x` has `cols` columns.
public interface PoolingKernels {
    void mean(Buffer x, Buffer starts, Buffer y, int count, int cols);

    void meanGradInput(Buffer gradY, Buffer starts, Destination gradX, int count, int cols);

    /// Writes `chosen`, I32 `[count, cols]`: the row that each maximum came from, the first of equals.
    /// NaN counts as the largest.
    void max(Buffer x, Buffer starts, Buffer y, Buffer chosen, int count, int cols);

    void maxGradInput(Buffer gradY, Buffer chosen, Buffer starts, Destination gradX, int count, int cols);
}
