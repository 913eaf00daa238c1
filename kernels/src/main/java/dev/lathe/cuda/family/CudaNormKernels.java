package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.NormKernels;

/// Launches `norm.cu`: one warp a row; sums over rows in two stages.
public final class CudaNormKernels implements NormKernels {
    /// As ROWS_PER_BLOCK in the kernels.
    private static final int ROWS_PER_BLOCK = 64;
    private static final int THREADS = 128;

    private final CudaMemory memory;
    private final Kernel layerNorm;
    private final Kernel layerNormGradInput;
    private final Kernel layerNormPartials;
    private final Kernel layerNormGradParameters;
    private final Kernel l2Normalize;
    private final Kernel l2NormalizeGradInput;

    public CudaNormKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        layerNorm = module.kernel("layerNorm");
        layerNormGradInput = module.kernel("layerNormGradInput");
        layerNormPartials = module.kernel("layerNormPartials");
        layerNormGradParameters = module.kernel("layerNormGradParameters");
        l2Normalize = module.kernel("l2Normalize");
        l2NormalizeGradInput = module.kernel("l2NormalizeGradInput");
    }

    @Override
    public void layerNorm(
            Buffer x, Buffer weight, Buffer bias, float epsilon,
            Buffer y, Buffer mean, Buffer rstd, int rows, int cols) {
        layerNorm.launch().floats(x).floats(weight).floats(bias).value(epsilon)
                .floats(y).floats(mean).floats(rstd).value(rows).value(cols).warps(rows);
    }

    @Override
    public void layerNormGradInput(
            Buffer gradY, Buffer x, Buffer weight, Buffer mean, Buffer rstd,
            Destination gradX, int rows, int cols) {
        layerNormGradInput.launch().floats(gradY).floats(x).floats(weight).floats(mean).floats(rstd)
                .into(gradX).value(rows).value(cols).warps(rows);
    }

    @Override
    public void layerNormGradParameters(
            Buffer gradY, Buffer x, Buffer mean, Buffer rstd,
            Destination gradWeight, Destination gradBias, int rows, int cols) {
        int blocks = Launch.blocksFor(rows, ROWS_PER_BLOCK);
        try (var scratch = memory.scratch("layerNormGradParameters")) {
            var partialWeight = scratch.allocate(DType.F32, blocks * cols);
            var partialBias = scratch.allocate(DType.F32, blocks * cols);
            layerNormPartials.launch().floats(gradY).floats(x).floats(mean).floats(rstd)
                    .floats(partialWeight).floats(partialBias).value(rows).value(cols)
                    .blocks(Launch.blocksFor(cols, THREADS), blocks, 1, THREADS, 0);
            layerNormGradParameters.launch().floats(partialWeight).floats(partialBias)
                    .into(gradWeight).into(gradBias).value(blocks).value(cols).elements(cols);
        }
    }

    @Override
    public void l2Normalize(Buffer x, float epsilon, Buffer y, Buffer norm, int rows, int cols) {
        l2Normalize.launch().floats(x).value(epsilon).floats(y).floats(norm).value(rows).value(cols).warps(rows);
    }

    @Override
    public void l2NormalizeGradInput(
            Buffer gradY, Buffer y, Buffer norm, float epsilon, Destination gradX, int rows, int cols) {
        l2NormalizeGradInput.launch().floats(gradY).floats(y).floats(norm).value(epsilon)
                .into(gradX).value(rows).value(cols).warps(rows);
    }
}
