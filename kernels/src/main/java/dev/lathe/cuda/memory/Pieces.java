package dev.lathe.cuda.memory;

/// Where a region has its memory from.
sealed interface Pieces permits SlabPieces, ScratchPieces, SeparatePieces {
    /// @param bytes more than 0
    /// @return an address, a multiple of 256
    long take(long bytes);

    void giveBack(long address, long bytes);

    /// Gives all pieces back.
    void close();
}
