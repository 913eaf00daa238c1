package dev.lathe.tensor.cpu.loops;

/// The loops over one row that reduce it, and softmax and normalisation built on them.
///
/// Sums run in 16 lanes (index mod 16) from 0, joined by a fixed tree: lane i with i + 8, then i + 4, i + 2,
/// i + 1. So every form gives the same bits. An array is followed by the index it starts from.
///
/// Exponentials of up to 71 are [FloatMath#exp]. Above, forms may differ, but each is at least 2^100 or not a number: who does
/// not shift by the largest of a row can tell from the sum.
public interface RowLoops {
    int LANES = 16;

    /// Σ x
    float sum(float[] x, int xAt, int n);

    /// Σ (x - mean)²
    float sumOfSquares(float mean, float[] x, int xAt, int n);

    /// Σ a b
    float dot(float[] a, int aAt, float[] b, int bAt, int n);

    /// Σ (g w) ((x - mean) rstd)
    float dotNormalized(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd, int n);

    /// The largest element, never -0; NaN counts for nothing, and where nothing counts it is -∞.
    float max(float[] x, int xAt, int n);

    /// Σ exp(x - shift)
    float sumOfExps(float[] x, int xAt, float shift, int n);

    /// y = exp(x scale - shift); returns Σ y. `y` may be `x`.
    float expSum(float[] x, int xAt, float scale, float shift, float[] y, int yAt, int n);

    /// out = exp(x - shift) factor, written or added.
    void scaledExp(float[] x, int xAt, float shift, float factor, float[] out, int outAt, boolean add, int n);

    /// out = y (g - dot) factor, written or added. `out` may be `g`.
    void softmaxGrad(
            float[] g, int gAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, boolean add, int n);

    /// out = (g d - y dot) factor, for a softmax y and what dropout leaves of it, d. `out` may be `g`.
    void droppedSoftmaxGrad(
            float[] g, int gAt, float[] d, int dAt, float[] y, int yAt, float dot, float factor,
            float[] out, int outAt, int n);

    /// y = (x - mean) rstd w + b
    void normalize(
            float[] x, int xAt, float mean, float rstd, float[] w, int wAt, float[] b, int bAt,
            float[] y, int yAt, int n);

    /// out = rstd (g w - averageG - averageGN (x - mean) rstd), written or added.
    void normalizeGradInput(
            float[] g, int gAt, float[] w, int wAt, float[] x, int xAt, float mean, float rstd,
            float averageG, float averageGN, float[] out, int outAt, boolean add, int n);

    /// gradW += g (x - mean) rstd; gradB += g
    void normalizeGradParameters(
            float[] g, int gAt, float[] x, int xAt, float mean, float rstd,
            float[] gradW, int gradWAt, float[] gradB, int gradBAt, int n);
}
