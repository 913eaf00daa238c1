package dev.lathe.cuda.family;

import dev.lathe.cuda.driver.Launches;
import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaMemory;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.LossKernels;

/// Launches `loss.cu`: one warp a row, or a column of a sequence, then one block for the sum.
public final class CudaLossKernels implements LossKernels {
    private final CudaMemory memory;
    private final Kernel crossEntropyRows;
    private final Kernel crossEntropy;
    private final Kernel crossEntropyGradLogits;
    private final Kernel spanCrossEntropyRows;
    private final Kernel meanOfLosses;
    private final Kernel spanCrossEntropyGradLogits;
    private final Kernel meanSquaredError;
    private final Kernel meanSquaredErrorGradInput;
    private final Kernel binaryCrossEntropy;
    private final Kernel binaryCrossEntropyGradLogits;

    public CudaLossKernels(KernelModule module, CudaMemory memory) {
        this.memory = memory;
        crossEntropyRows = module.kernel("crossEntropyRows");
        crossEntropy = module.kernel("crossEntropy");
        crossEntropyGradLogits = module.kernel("crossEntropyGradLogits");
        spanCrossEntropyRows = module.kernel("spanCrossEntropyRows");
        meanOfLosses = module.kernel("meanOfLosses");
        spanCrossEntropyGradLogits = module.kernel("spanCrossEntropyGradLogits");
        meanSquaredError = module.kernel("meanSquaredError");
        meanSquaredErrorGradInput = module.kernel("meanSquaredErrorGradInput");
        binaryCrossEntropy = module.kernel("binaryCrossEntropy");
        binaryCrossEntropyGradLogits = module.kernel("binaryCrossEntropyGradLogits");
    }

    @Override
    public void crossEntropy(CrossEntropy given, Buffer loss, Buffer logSumExp, Buffer totalWeight) {
        int rows = given.rows();
        try (var scratch = memory.scratch("crossEntropy")) {
            var losses = scratch.allocate(DType.F32, rows);
            var counted = scratch.allocate(DType.F32, rows);
            start(crossEntropyRows, given).floats(logSumExp).floats(losses).floats(counted)
                    .value(rows).value(given.classes()).warps(rows);
            crossEntropy.launch().floats(losses).floats(counted).floats(loss).floats(totalWeight).value(rows)
                    .oneBlock(Launch.threadsFor(rows));
        }
    }

    @Override
    public void crossEntropyGradLogits(
            CrossEntropy given, Buffer gradLoss, Buffer logSumExp, Buffer totalWeight, Destination gradLogits) {
        start(crossEntropyGradLogits, given).floats(gradLoss).floats(logSumExp).floats(totalWeight)
                .into(gradLogits).value(given.rows()).value(given.classes()).warps(given.rows());
    }

    @Override
    public void spanCrossEntropy(SpanCrossEntropy given, Buffer loss, Buffer logSumExp) {
        int rows = given.count() * given.cols();
        try (var scratch = memory.scratch("spanCrossEntropy")) {
            var losses = scratch.allocate(DType.F32, rows);
            start(spanCrossEntropyRows, given).floats(logSumExp).floats(losses)
                    .value(given.count()).value(given.cols()).warps(rows);
            meanOfLosses.launch().floats(losses).floats(loss).value(rows).oneBlock(Launch.threadsFor(rows));
        }
    }

    @Override
    public void spanCrossEntropyGradLogits(
            SpanCrossEntropy given, Buffer gradLoss, Buffer logSumExp, Destination gradLogits) {
        start(spanCrossEntropyGradLogits, given).floats(gradLoss).floats(logSumExp).into(gradLogits)
                .value(given.count()).value(given.cols()).warps(given.count() * given.cols());
    }

    @Override
    public void meanSquaredError(Buffer x, Buffer target, Buffer loss, int count) {
        meanSquaredError.launch().floats(x).floats(target).floats(loss).value(count)
                .oneBlock(Launch.threadsFor(count));
    }

    @Override
    public void meanSquaredErrorGradInput(
            Buffer gradLoss, Buffer x, Buffer target, Destination gradX, int count) {
        meanSquaredErrorGradInput.launch().floats(gradLoss).floats(x).floats(target).into(gradX).value(count)
                .elements(count);
    }

    @Override
    public void binaryCrossEntropy(Buffer logits, Buffer targets, Buffer loss, int count) {
        binaryCrossEntropy.launch().floats(logits).floats(targets).floats(loss).value(count)
                .oneBlock(Launch.threadsFor(count));
    }

    @Override
    public void binaryCrossEntropyGradLogits(
            Buffer gradLoss, Buffer logits, Buffer targets, Destination gradLogits, int count) {
        binaryCrossEntropyGradLogits.launch().floats(gradLoss).floats(logits).floats(targets).into(gradLogits)
                .value(count).elements(count);
    }

    private static Launch start(Kernel kernel, CrossEntropy given) {
        return kernel.launch().floats(given.logits()).ints(given.labels()).floats(given.classWeights())
                .value(given.ignoreIndex()).value(given.labelSmoothing());
    }

    private static Launch start(Kernel kernel, SpanCrossEntropy given) {
        return kernel.launch().floats(given.logits()).ints(given.starts()).ints(given.positions());
    }
}
