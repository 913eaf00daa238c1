package dev.lathe.cuda.family;

import static java.lang.Float.floatToRawIntBits;

import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels;

/// Launches `optimizer.cu`: one thread an element; means over rows by one warp a row, over columns in two stages.
public final class CudaOptimizerKernels implements OptimizerKernels {
    /// As in the kernels.
    private static final int ROWS_PER_BLOCK = 64;
    private static final int THREADS = 128;

    private final CudaMemory memory;
    private final Kernel adamW;
    private final Kernel sgd;
    private final Kernel lion;
    private final Kernel averageSquaresOfRows;
    private final Kernel partialSquaresOfColumns;
    private final Kernel averageSquaresOfColumns;
    private final Kernel divideByRootOfAxes;
    private final Kernel divideByRootOfSquares;
    private final Kernel move;

    public CudaOptimizerKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        adamW = module.kernel("adamW");
        sgd = module.kernel("sgd");
        lion = module.kernel("lion");
        averageSquaresOfRows = module.kernel("averageSquaresOfRows");
        partialSquaresOfColumns = module.kernel("partialSquaresOfColumns");
        averageSquaresOfColumns = module.kernel("averageSquaresOfColumns");
        divideByRootOfAxes = module.kernel("divideByRootOfAxes");
        divideByRootOfSquares = module.kernel("divideByRootOfSquares");
        move = module.kernel("move");
    }

    @Override
    public void adamW(
            AdamW settings, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count) {
        adamW.launch().struct(struct(settings)).floats(gradient).floats(value).floats(firstMoment)
                .floats(secondMoment).value(count).elements(count);
    }

    @Override
    public void sgd(Sgd settings, Buffer gradient, Buffer value, Buffer velocity, int count) {
        sgd.launch().struct(struct(settings)).floats(gradient).floats(value).floats(velocity).value(count).elements(count);
    }

    @Override
    public void lion(Lion settings, Buffer gradient, Buffer value, Buffer momentum, int count) {
        lion.launch().struct(struct(settings)).floats(gradient).floats(value).floats(momentum).value(count).elements(count);
    }

    @Override
    public void averageSquaresByAxis(
            SquareAverage settings, Buffer gradient, Buffer row, Buffer column, int rows, int cols) {
        averageSquaresOfRows.launch().struct(struct(settings)).floats(gradient).floats(row)
                .value(rows).value(cols).warps(rows);
        int blocks = Launch.blocksFor(rows, ROWS_PER_BLOCK);
        try (var scratch = memory.scratch("averageSquaresByAxis")) {
            var partials = scratch.allocate(DType.F32, blocks * cols);
            partialSquaresOfColumns.launch().floats(gradient).floats(partials).value(rows).value(cols)
                    .blocks(Launch.blocksFor(cols, THREADS), blocks, 1, THREADS, 0);
            averageSquaresOfColumns.launch().struct(struct(settings)).floats(partials).floats(column)
                    .value(blocks).value(rows).value(cols).elements(cols);
        }
    }

    @Override
    public void divideByRootOfAxes(
            float gradScale, Buffer gradient, Buffer row, Buffer rowMean, Buffer column, int rows, int cols) {
        int count = rows * cols;
        divideByRootOfAxes.launch().value(gradScale).floats(gradient).floats(row).floats(rowMean).floats(column)
                .value(cols).value(count).elements(count);
    }

    @Override
    public void divideByRootOfSquares(SquareAverage settings, Buffer gradient, Buffer average, int count) {
        divideByRootOfSquares.launch().struct(struct(settings)).floats(gradient).floats(average).value(count).elements(count);
    }

    @Override
    public void move(Buffer direction, float rate, float factor, Buffer value, int count) {
        move.launch().floats(direction).value(rate).value(factor).floats(value).value(count).elements(count);
    }

    /// The struct `AdamW` of the kernel.
    private static int[] struct(AdamW s) {
        return words(
                s.beta1(), s.beta2(), s.epsilon(), 1 - s.learningRate() * s.weightDecay(),
                s.learningRate() / s.beta1Correction(), (float) Math.sqrt(s.beta2Correction()), s.gradScale());
    }

    /// The struct `Sgd` of the kernel.
    private static int[] struct(Sgd s) {
        return words(s.learningRate(), s.momentum(), 1 - s.learningRate() * s.weightDecay(), s.gradScale());
    }

    /// The struct `Lion` of the kernel.
    private static int[] struct(Lion s) {
        return words(
                s.learningRate(), s.beta1(), s.beta2(), 1 - s.learningRate() * s.weightDecay(), s.gradScale());
    }

    /// The struct `SquareAverage` of the kernels.
    private static int[] struct(SquareAverage s) {
        return words(s.share(), s.epsilon(), s.gradScale());
    }

    private static int[] words(float... members) {
        var words = new int[members.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = floatToRawIntBits(members[i]);
        }
        return words;
    }
}
