package dev.lathe.tensor.device;

/// Element by element sums, products and choices of operands of the same rank, and copies from one layout to another.
///
/// An operand is broadcast along an axis on which its stride is 0. Strides count elements; where nothing else is said the
/// output is dense, of shape `dims`. It may be the buffer of an operand that is not broadcast.
public interface ArithmeticKernels {
    /// An operand as the output's index space sees it.
    ///
    /// @param strides one for each axis of the output; 0 where the operand is broadcast
    record Operand(Buffer buffer, int[] strides) {}

    /// Some of a buffer's elements.
    ///
    /// @param first element of the view
    /// @param strides one for each axis
    record View(Buffer buffer, int first, int[] strides) {}

    /// y = a + b
    void add(Operand a, Operand b, Buffer y, int[] dims);

    /// y = a * b
    void multiply(Operand a, Operand b, Buffer y, int[] dims);

    /// y = a - b
    void subtract(Operand a, Operand b, Buffer y, int[] dims);

    /// y = a / b
    void divide(Operand a, Operand b, Buffer y, int[] dims);

    /// y = a where the I32 `mask` is not 0, else b.
    void select(Operand mask, Operand a, Operand b, Buffer y, int[] dims);

    /// y = factor * x over `count` elements; `y` may be `x`.
    void scale(Buffer x, float factor, Destination y, int count);

    /// to = from, over `count` elements.
    void copy(Buffer from, Destination to, int count);

    /// to = from, over `dims`: each side steps through its buffer in its own way. What `to` does not step on stays as it is.
    ///
    /// @param to reaches each of its elements once, unless `from` is the same number everywhere
    /// @param add whether the elements are added to what is there
    void copy(View from, View to, boolean add, int[] dims);

    /// Sums `x`, dense of shape `dims`, over the axes on which `strides` is 0.
    ///
    /// @param strides of the smaller result, one for each axis of `dims`; the others are dense
    void sumTo(Buffer x, int[] dims, Destination sum, int[] strides);
}
