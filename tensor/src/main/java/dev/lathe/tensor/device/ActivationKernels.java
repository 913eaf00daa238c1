package dev.lathe.tensor.device;

/// Activation functions, element by element over `count` elements.
public interface ActivationKernels {
    /// y = x/2 (1 + erf(x / sqrt 2))
    void gelu(Buffer x, Buffer y, int count);

    /// `gradX` may be `gradY`.
    void geluGradInput(Buffer gradY, Buffer x, Destination gradX, int count);

    /// y = x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x³)))
    void geluNew(Buffer x, Buffer y, int count);

    void geluNewGradInput(Buffer gradY, Buffer x, Destination gradX, int count);

    void tanh(Buffer x, Buffer y, int count);

    /// gradX = gradY (1 - y²)
    void tanhGradInput(Buffer gradY, Buffer y, Destination gradX, int count);

    /// y = max(x, 0); NaN stays NaN.
    void relu(Buffer x, Buffer y, int count);

    /// gradX = 0 where y <= 0, else gradY
    void reluGradInput(Buffer gradY, Buffer y, Destination gradX, int count);
}
