package dev.lathe.tensor.device;

/// Rows of a table by index: embeddings, and the first token of each sequence.
public interface RowKernels {
    /// y's row i = the table's row `indices[i]`.
    ///
    /// @param indices I32 `[count]`, each within `0..tableRows-1`
    void gather(Buffer table, Buffer indices, Buffer y, int count, int cols);

    /// gradTable's row `indices[i]` += gradY's row i, in order of i; all other rows get 0.
    ///
    /// @param indices on the host, where they are put in an order for the device
    void gatherGradTable(Buffer gradY, int[] indices, Destination gradTable, int tableRows, int cols);

    /// Position in `indices` of the first one outside `0..limit-1`, or -1.
    int firstOutside(Buffer indices, int count, int limit);
}
