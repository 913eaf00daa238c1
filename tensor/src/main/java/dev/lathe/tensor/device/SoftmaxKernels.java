package dev.lathe.tensor.device;

/// Softmax of each row of `rows x cols` floats.
public interface SoftmaxKernels {
    void softmax(Buffer x, Buffer y, int rows, int cols);

    /// gradX = y (gradY - sum(gradY y))
    void softmaxGradInput(Buffer gradY, Buffer y, Destination gradX, int rows, int cols);
}
