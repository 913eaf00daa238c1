package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.AttentionKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;

/// Launches `attention.cu`: one warp for each query, or key, of a head.
public final class CudaAttentionKernels implements AttentionKernels {
    /// As in the kernels.
    private static final int WARPS = 8;
    /// Bytes that a block may have without asking.
    private static final int SHARED_BYTES = 48 * 1024;

    private final CudaMemory memory;
    private final Kernel attention;
    private final Kernel attentionGradQuery;
    private final Kernel attentionGradKeyValue;

    public CudaAttentionKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        attention = module.kernel("attention");
        attentionGradQuery = module.kernel("attentionGradQuery");
        attentionGradKeyValue = module.kernel("attentionGradKeyValue");
    }

    /// What the blocks of one kernel share: two tiles, and for each warp some rows and some lists for a tile.
    ///
    /// @param tile rows of a tile, as many as fit
    private record Shared(int tile, int bytes) {
        static Shared fitting(int headSize, int rows, int lists) {
            for (int tile = Launch.WARP_SIZE; tile > 0; tile /= 2) {
                int floats = 2 * tile * (headSize + 1) + WARPS * (rows * headSize + lists * Launch.WARP_SIZE);
                if (floats * Float.BYTES <= SHARED_BYTES) {
                    return new Shared(tile, floats * Float.BYTES);
                }
            }
            throw new IllegalArgumentException(
                    "attention: heads of %d: too large for the shared memory of a GPU".formatted(headSize));
        }
    }

    @Override
    public void attention(
            Buffer q, Buffer k, Buffer v, float scale, DropoutDecisions dropout,
            Buffer out, Buffer logSumExp, Layout layout) {
        var shared = Shared.fitting(layout.headSize(), 2, 1);
        run(attention.launch().floats(q).floats(k).floats(v).value(scale).struct(DropoutWords.of(dropout))
                .floats(out).floats(logSumExp), layout, shared);
    }

    @Override
    public void attentionGradInputs(
            Buffer gradOut, Buffer q, Buffer k, Buffer v, Buffer logSumExp, float scale, DropoutDecisions dropout,
            Destination gradQ, Destination gradK, Destination gradV, Layout layout) {
        int[] decisions = DropoutWords.of(dropout);
        try (var scratch = memory.scratch("attentionGradInputs")) {
            var slopes = scratch.allocate(DType.F32, layout.tokens() * layout.heads());
            run(attentionGradQuery.launch().floats(gradOut).floats(q).floats(k).floats(v).floats(logSumExp)
                    .value(scale).struct(decisions).into(gradQ).floats(slopes),
                    layout, Shared.fitting(layout.headSize(), 3, 1));
            run(attentionGradKeyValue.launch().floats(gradOut).floats(q).floats(k).floats(v).floats(logSumExp)
                    .value(scale).struct(decisions).floats(slopes).into(gradK).into(gradV),
                    layout, Shared.fitting(layout.headSize(), 4, 2));
        }
    }

    /// Adds the arguments that all three kernels end with, and launches.
    private static void run(Launch launch, Layout layout, Shared shared) {
        int parts = Launch.blocksFor(layout.longest(), WARPS);
        launch.ints(layout.starts()).ints(layout.examples())
                .struct(layout.heads(), layout.headSize(), layout.maxPositions(), shared.tile, parts)
                .blocks(Math.multiplyExact(layout.count(), parts), layout.heads(), 1,
                        WARPS * Launch.WARP_SIZE, shared.bytes);
    }
}
