package dev.lathe.tensor.device;

/// Normalisation of `rows x cols` floats over the columns.
public interface NormKernels {
    /// Writes `y`, and a float a row of `mean` and `rstd` for the backward kernels.
    void layerNorm(
            Buffer x, Buffer weight, Buffer bias, float epsilon,
            Buffer y, Buffer mean, Buffer rstd, int rows, int cols);

    void layerNormGradInput(
            Buffer gradY, Buffer x, Buffer weight, Buffer mean, Buffer rstd,
            Destination gradX, int rows, int cols);

    void layerNormGradParameters(
            Buffer gradY, Buffer x, Buffer mean, Buffer rstd,
            Destination gradWeight, Destination gradBias, int rows, int cols);

    /// y = x / max(|x|, epsilon) for each row. Writes `norm`, a float a row: that maximum.
    void l2Normalize(Buffer x, float epsilon, Buffer y, Buffer norm, int rows, int cols);

    void l2NormalizeGradInput(
            Buffer gradY, Buffer y, Buffer norm, float epsilon, Destination gradX, int rows, int cols);
}
