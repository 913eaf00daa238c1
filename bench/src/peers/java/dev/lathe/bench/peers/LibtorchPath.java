package dev.lathe.bench.peers;

/// How a training step goes through libtorch. The results differ by rounding only.
enum LibtorchPath {

    /// As a program is usually written: `linear` (through whichever BLAS is loaded), `dropout`,
    /// `scaled_dot_product_attention`.
    PLAIN,

    /// What was measured to be the fastest: linear layers through oneDNN, which uses 512-bit registers where MKL does
    /// not, and dropout decided by 16-bit slices of random words instead of one draw an element.
    FASTEST
}
