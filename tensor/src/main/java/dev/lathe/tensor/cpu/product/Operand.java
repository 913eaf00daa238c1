package dev.lathe.tensor.cpu.product;

/// How a job gets at the rows of `a` or the columns of `b` that it multiplies.
public sealed interface Operand {
    /// Packed before, because several jobs use them.
    ///
    /// @param panels of one part of the depth, one after another
    /// @param at where the first starts
    record Packed(float[] panels, int at) implements Operand {}

    /// Not packed: no other job wants the same.
    record Raw(Matrix matrix) implements Operand {}
}
