package dev.lathe.testkit;

import dev.lathe.tensor.Shape;

/// One input of an op in a [Sample].
public sealed interface Input {
    /// An F32 tensor.
    ///
    /// @param values row-major, each exact in float32
    /// @param differentiable whether the op passes a gradient to it
    record Floats(Shape shape, double[] values, boolean differentiable) implements Input {}

    /// An I32 tensor.
    record Ints(Shape shape, int... values) implements Input {}

    /// The layout of a packed batch.
    ///
    /// @param firstExample number of the first sequence within the optimiser step
    /// @param lengths tokens of each sequence
    record Packing(int firstExample, int... lengths) implements Input {}

    /// The very tensor that an earlier input is.
    ///
    /// @param earlier position of that input
    record Same(int earlier) implements Input {}
}
