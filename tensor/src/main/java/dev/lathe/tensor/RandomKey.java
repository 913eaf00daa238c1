package dev.lathe.tensor;

/// What all random decisions of one optimiser step start from.
///
/// @param seed the run's seed
/// @param step the optimiser step, counted from 0
public record RandomKey(long seed, int step) {}
