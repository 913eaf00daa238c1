package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.ReductionKernels;
import java.util.Arrays;
import java.util.List;

/// Launches `reduction.cu`: partial sums, then their sum.
public final class CudaReductionKernels implements ReductionKernels {
    /// As in the kernels.
    private static final int ELEMENTS_PER_BLOCK = 16384;
    private static final int ROWS_PER_BLOCK = 64;
    private static final int SUM_THREADS = 128;
    private static final int THREADS = 128;

    private final CudaMemory memory;
    private final Kernel partialSums;
    private final Kernel partialSquares;
    private final Kernel sumOfSquares;
    private final Kernel keep;
    private final Kernel sum;
    private final Kernel sumGradInput;
    private final Kernel partialRowSums;
    private final Kernel sumRows;
    private final Kernel firstNonFinite;

    public CudaReductionKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        partialSums = module.kernel("partialSums");
        partialSquares = module.kernel("partialSquares");
        sumOfSquares = module.kernel("sumOfSquares");
        keep = module.kernel("keep");
        sum = module.kernel("sum");
        sumGradInput = module.kernel("sumGradInput");
        partialRowSums = module.kernel("partialRowSums");
        sumRows = module.kernel("sumRows");
        firstNonFinite = module.kernel("firstNonFinite");
    }

    @Override
    public void sum(Buffer x, float factor, Buffer y, int count) {
        int blocks = Launch.blocksFor(count, ELEMENTS_PER_BLOCK);
        try (var scratch = memory.scratch("sum")) {
            var partials = scratch.allocate(DType.F32, blocks);
            partials(partialSums, x, partials, 0, blocks, count);
            sum.launch().floats(partials).value(blocks).value(factor).floats(y).oneBlock(Launch.threadsFor(blocks));
        }
    }

    @Override
    public void sumGradInput(Buffer gradY, float factor, Destination gradX, int count) {
        sumGradInput.launch().floats(gradY).value(factor).into(gradX).value(count).elements(count);
    }

    @Override
    public void sumRows(Buffer x, Destination sum, int rows, int cols) {
        int blocks = Launch.blocksFor(rows, ROWS_PER_BLOCK);
        try (var scratch = memory.scratch("sumRows")) {
            var partials = scratch.allocate(DType.F32, blocks * cols);
            partialRowSums.launch().floats(x).floats(partials).value(rows).value(cols)
                    .blocks(Launch.blocksFor(cols, THREADS), blocks, 1, THREADS, 0);
            sumRows.launch().floats(partials).into(sum).value(blocks).value(cols).elements(cols);
        }
    }

    @Override
    public void sumOfSquares(List<Buffer> parts, int[] counts, Buffer sum, int at) {
        int[] blocks = Arrays.stream(counts).map(count -> Launch.blocksFor(count, ELEMENTS_PER_BLOCK)).toArray();
        int all = Arrays.stream(blocks).sum();
        try (var scratch = memory.scratch("sumOfSquares")) {
            var partials = scratch.allocate(DType.F32, all);
            int first = 0;
            for (int i = 0; i < counts.length; i++) {
                partials(partialSquares, parts.get(i), partials, first, blocks[i], counts[i]);
                first += blocks[i];
            }
            sumOfSquares.launch().floats(partials).value(all).doubles(sum, at).oneBlock(SUM_THREADS);
        }
    }

    @Override
    public void keep(Buffer x, Buffer kept, int at) {
        keep.launch().floats(x).doubles(kept, at).elements(1);
    }

    @Override
    public int firstNonFinite(Buffer x, int count) {
        return FirstPosition.find(memory, first ->
                firstNonFinite.launch().floats(x).ints(first).value(count).elements(count));
    }

    /// @param first of the `blocks` places for partial sums
    private static void partials(Kernel kernel, Buffer x, Buffer partials, int first, int blocks, int count) {
        kernel.launch().floats(x).floats(partials, first).value(count)
                .blocks(blocks, 1, 1, Launch.threadsFor(count), 0);
    }
}
