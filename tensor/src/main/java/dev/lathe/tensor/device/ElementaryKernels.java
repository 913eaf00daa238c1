package dev.lathe.tensor.device;

/// Functions of one number, element by element over `count` elements. Outside their domains they give what IEEE 754 says: NaN
/// or an infinity.
public interface ElementaryKernels {
    void exp(Buffer x, Buffer y, int count);

    /// The natural logarithm: -infinity of 0, NaN of what is below.
    void log(Buffer x, Buffer y, int count);

    /// Rounded once; NaN below 0.
    void sqrt(Buffer x, Buffer y, int count);

    /// y = 1 / (1 + exp(-x))
    void sigmoid(Buffer x, Buffer y, int count);

    /// gradX = gradY y (1 - y)
    void sigmoidGradInput(Buffer gradY, Buffer y, Destination gradX, int count);
}
