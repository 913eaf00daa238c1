package dev.lathe.bench.memory;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.LossKernels.CrossEntropy;
import dev.lathe.tensor.device.Region;
import java.util.Arrays;

/// Softmax and cross-entropy with their gradients, with inputs of [Noise].
final class SoftmaxPreparations {
    private static final Noise X = new Noise(1);
    private static final Noise GRAD_Y = new Noise(2);

    /// No row has it: all count.
    private static final int IGNORED = -100;

    private SoftmaxPreparations() {}

    static PreparedKernel softmax(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(() -> backend.softmax().softmax(x, y, rows, cols), y,
                element -> probability(element, logSumExp(element / cols, cols)));
    }

    static PreparedKernel softmaxGradInput(CpuBackend backend, Region region, int rows, int cols) {
        PreparedKernel forward = softmax(backend, region, rows, cols);
        forward.kernel().run();
        Buffer gradY = KernelMemory.filled(region, GRAD_Y.array(rows * cols));
        Buffer gradX = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(
                () -> backend.softmax().softmaxGradInput(
                        gradY, forward.output(), new Destination(gradX, false), rows, cols),
                gradX, element -> {
                    int first = element / cols * cols;
                    double logSumExp = logSumExp(element / cols, cols);
                    double dot = 0;
                    for (int i = first; i < first + cols; i++) {
                        dot += GRAD_Y.at(i) * probability(i, logSumExp);
                    }
                    return probability(element, logSumExp) * (GRAD_Y.at(element) - dot);
                });
    }

    /// A loss with what its backward kernel needs.
    private record Loss(CrossEntropy given, Buffer loss, Buffer logSumExp, Buffer totalWeight) {
        static Loss of(Region region, int rows, int classes) {
            var labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = label(row, classes);
            }
            var weights = new float[classes];
            Arrays.fill(weights, 1);
            var given = new CrossEntropy(KernelMemory.filled(region, X.array(rows * classes)),
                    KernelMemory.filled(region, labels), KernelMemory.filled(region, weights), IGNORED, 0, rows, classes);
            return new Loss(given, region.allocate(DType.F32, 1), region.allocate(DType.F32, rows),
                    region.allocate(DType.F32, 1));
        }
    }

    static PreparedKernel crossEntropy(CpuBackend backend, Region region, int rows, int cols) {
        Loss loss = Loss.of(region, rows, cols);
        return new PreparedKernel(
                () -> backend.loss().crossEntropy(loss.given, loss.loss, loss.logSumExp, loss.totalWeight), loss.loss,
                element -> {
                    double sum = 0;
                    for (int row = 0; row < rows; row++) {
                        sum += logSumExp(row, cols) - X.at(row * cols + label(row, cols));
                    }
                    return sum / rows;
                });
    }

    static PreparedKernel crossEntropyGradLogits(CpuBackend backend, Region region, int rows, int cols) {
        Loss loss = Loss.of(region, rows, cols);
        backend.loss().crossEntropy(loss.given, loss.loss, loss.logSumExp, loss.totalWeight);
        Buffer gradLoss = KernelMemory.filled(region, new float[] {rows});
        Buffer gradLogits = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(
                () -> backend.loss().crossEntropyGradLogits(
                        loss.given, gradLoss, loss.logSumExp, loss.totalWeight, new Destination(gradLogits, false)),
                gradLogits, element -> {
                    int row = element / cols;
                    double target = element % cols == label(row, cols) ? 1 : 0;
                    return probability(element, logSumExp(row, cols)) - target;
                });
    }

    private static int label(int row, int classes) {
        return row * 31 % classes;
    }

    private static double probability(int element, double logSumExp) {
        return Math.exp(X.at(element) - logSumExp);
    }

    /// The values are small enough to do without the maximum.
    private static double logSumExp(int row, int cols) {
        double sum = 0;
        for (int i = row * cols; i < (row + 1) * cols; i++) {
            sum += Math.exp(X.at(i));
        }
        return Math.log(sum);
    }
}
