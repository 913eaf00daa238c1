package dev.lathe.tensor.cpu.loops;

/// The loops that treat each element on its own. An array is followed by the index it starts from.
public interface MapLoops {
    /// The scalars of an AdamW step: see [dev.lathe.tensor.device.OptimizerKernels].
    record AdamWStep(
            float learningRate, float beta1, float beta2, float epsilon, float weightDecay,
            float beta1Correction, float beta2Correction, float gradScale) {}

    /// y = a + b; `y` may be `a` or `b`.
    void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

    /// y = a b; `y` may be `a` or `b`.
    void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);

    /// y = x factor, written or added with one rounding.
    void scale(float[] x, int xAt, float factor, float[] y, int yAt, boolean add, int n);

    /// `y` may be `x`.
    void gelu(float[] x, int xAt, float[] y, int yAt, int n);

    /// `out` may be `g`.
    void geluGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n);

    void geluNew(float[] x, int xAt, float[] y, int yAt, int n);

    void geluNewGrad(float[] g, int gAt, float[] x, int xAt, float[] out, int outAt, boolean add, int n);

    void tanh(float[] x, int xAt, float[] y, int yAt, int n);

    /// out = g (1 - y²), written or added.
    void tanhGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n);

    /// y = max(x, 0); NaN stays NaN, and -0 becomes 0.
    void relu(float[] x, int xAt, float[] y, int yAt, int n);

    /// out = 0 where y <= 0, else g; written or added.
    void reluGrad(float[] g, int gAt, float[] y, int yAt, float[] out, int outAt, boolean add, int n);

    /// One step of `n` elements of a parameter; all arrays but `gradient` change.
    void adamW(
            AdamWStep settings, float[] gradient, int gradientAt, float[] value, int valueAt,
            float[] firstMoment, int firstAt, float[] secondMoment, int secondAt, int n);
}
