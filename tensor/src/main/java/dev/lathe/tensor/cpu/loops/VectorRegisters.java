package dev.lathe.tensor.cpu.loops;

/// Registers for vectors, as a processor has them: their number decides how many sums of a tile can be under way.
///
/// | processor | registers |
/// |---|---|
/// | x86 with AVX-512 | 32, of 512 bits and of fewer |
/// | x86 with AVX2, AVX or SSE | 16, of 256 or 128 bits |
/// | ARM, with NEON or SVE | 32, of 128 bits or more |
///
/// @param count registers that hold a vector each
record VectorRegisters(int count) {
    private static final int MANY = 32;
    private static final int FEW = 16;
    private static final int AVX_512_BITS = 512;

    /// @param architecture as Java names it
    /// @param widestBits of the vectors that the processor prefers
    static VectorRegisters of(String architecture, int widestBits) {
        return new VectorRegisters(architecture.equals("aarch64") || widestBits >= AVX_512_BITS ? MANY : FEW);
    }

    /// The largest tile whose sums stay in registers, and which reads of `b` and `a` leave in peace.
    TileLoops tiles() {
        return count >= MANY ? new VectorTile8Loops() : new VectorTile6Loops();
    }
}
