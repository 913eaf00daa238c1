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
    private final Kernel clip;
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
        clip = module.kernel("clip");
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
    public void clip(Clipping settings, Buffer readings, int watched) {
        clip.launch().value(settings.maxNorm()).value(settings.terms()).doubles(readings, 0).value(watched)
                .oneBlock(Launch.WARP_SIZE);
    }

    @Override
    public void adamW(
            AdamW settings, Step step, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count) {
        var struct = words(settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay());
        start(adamW.launch().struct(struct), step).floats(gradient).floats(value).floats(firstMoment)
                .floats(secondMoment).value(count).elements(count);
    }

    @Override
    public void sgd(Sgd settings, Step step, Buffer gradient, Buffer value, Buffer velocity, int count) {
        start(sgd.launch().struct(words(settings.momentum(), settings.weightDecay())), step)
                .floats(gradient).floats(value).floats(velocity).value(count).elements(count);
    }

    @Override
    public void lion(Lion settings, Step step, Buffer gradient, Buffer value, Buffer momentum, int count) {
        start(lion.launch().struct(words(settings.beta1(), settings.beta2(), settings.weightDecay())), step)
                .floats(gradient).floats(value).floats(momentum).value(count).elements(count);
    }

    @Override
    public void averageSquaresByAxis(
            float epsilon, Step step, Buffer gradient, Buffer row, Buffer column, int rows, int cols) {
        start(averageSquaresOfRows.launch().value(epsilon), step).floats(gradient).floats(row)
                .value(rows).value(cols).warps(rows);
        int blocks = Launch.blocksFor(rows, ROWS_PER_BLOCK);
        try (var scratch = memory.scratch("averageSquaresByAxis")) {
            var partials = scratch.allocate(DType.F32, blocks * cols);
            partialSquaresOfColumns.launch().floats(gradient).floats(partials).value(rows).value(cols)
                    .blocks(Launch.blocksFor(cols, THREADS), blocks, 1, THREADS, 0);
            start(averageSquaresOfColumns.launch().value(epsilon), step).floats(partials).floats(column)
                    .value(blocks).value(rows).value(cols).elements(cols);
        }
    }

    @Override
    public void divideByRootOfAxes(
            Step step, Buffer gradient, Buffer row, Buffer rowMean, Buffer column, int rows, int cols) {
        int count = rows * cols;
        divideByRootOfAxes.launch().doubles(step.gradScale(), 0).floats(gradient).floats(row).floats(rowMean)
                .floats(column).value(cols).value(count).elements(count);
    }

    @Override
    public void divideByRootOfSquares(float epsilon, Step step, Buffer gradient, Buffer average, int count) {
        start(divideByRootOfSquares.launch().value(epsilon), step).floats(gradient).floats(average).value(count)
                .elements(count);
    }

    @Override
    public void move(Move settings, Step step, Buffer squares, Buffer direction, Buffer value, int count) {
        start(move.launch().value(settings.clipping()).value(settings.smallest()).value(settings.weightDecay()), step)
                .doubles(squares, 0).floats(direction).floats(value).value(count).elements(count);
    }

    private static Launch start(Launch launch, Step step) {
        return launch.doubles(step.scalars(), step.at()).doubles(step.gradScale(), 0);
    }

    private static int[] words(float... members) {
        var words = new int[members.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = floatToRawIntBits(members[i]);
        }
        return words;
    }
}
