package dev.lathe.tensor.device;

/// Element by element sums and products of two operands of the same rank.
///
/// An operand is broadcast along an axis on which its stride is 0. Strides count elements; the output is
/// dense, of shape `dims`.
public interface ArithmeticKernels {
    /// An operand as the output's index space sees it.
    ///
    /// @param strides one for each axis of the output; 0 where the operand is broadcast
    record Operand(Buffer buffer, int[] strides) {}

    /// y = a + b
    void add(Operand a, Operand b, Buffer y, int[] dims);

    /// y = a * b
    void multiply(Operand a, Operand b, Buffer y, int[] dims);

    /// y = factor * x over `count` elements.
    void scale(Buffer x, float factor, Destination y, int count);

    /// to = from, over `count` elements.
    void copy(Buffer from, Destination to, int count);

    /// Sums `x`, dense of shape `dims`, over the axes on which `strides` is 0.
    ///
    /// @param strides of the smaller result, one for each axis of `dims`; the others are dense
    void sumTo(Buffer x, int[] dims, Destination sum, int[] strides);
}
