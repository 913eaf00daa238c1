package dev.lathe.tensor.device;

/// Softmax, and its logarithm, of each row of `rows x cols` floats.
public interface SoftmaxKernels {
    void softmax(Buffer x, Buffer y, int rows, int cols);

    /// gradX = y (gradY - sum(gradY y))
    void softmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols);

    /// y = x - max - log Σ exp(x - max)
    void logSoftmax(Buffer x, Buffer y, int rows, int cols);

    /// gradX = gradY - exp(y) Σ gradY
    void logSoftmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols);
}
