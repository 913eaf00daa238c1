package dev.lathe.bench.memory;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.Region;
import java.util.function.IntToDoubleFunction;

/// Layer normalisation and its gradients, with inputs of [Noise].
final class NormPreparations {
    private static final float EPSILON = 1e-12f;

    private static final Noise X = new Noise(1);
    private static final Noise WEIGHT = new Noise(2);
    private static final Noise BIAS = new Noise(3);
    private static final Noise GRAD_Y = new Noise(4);

    private NormPreparations() {}

    /// What the forward kernel reads and leaves.
    private record Forward(CpuBackend backend, Region region, int rows, int cols,
                           Buffer x, Buffer weight, Buffer bias, Buffer y, Buffer mean, Buffer rstd) {

        static Forward of(CpuBackend backend, Region region, int rows, int cols) {
            return new Forward(backend, region, rows, cols,
                    KernelMemory.filled(region, X.array(rows * cols)), KernelMemory.filled(region, WEIGHT.array(cols)),
                    KernelMemory.filled(region, BIAS.array(cols)), region.allocate(DType.F32, rows * cols),
                    region.allocate(DType.F32, rows), region.allocate(DType.F32, rows));
        }

        void run() {
            backend.norm().layerNorm(x, weight, bias, EPSILON, y, mean, rstd, rows, cols);
        }

        Buffer gradY() {
            return KernelMemory.filled(region, GRAD_Y.array(rows * cols));
        }
    }

    static PreparedKernel forward(CpuBackend backend, Region region, int rows, int cols) {
        Forward forward = Forward.of(backend, region, rows, cols);
        return new PreparedKernel(forward::run, forward.y(), element -> {
            int col = element % cols;
            return Row.of(element / cols, cols).normal(col) * WEIGHT.at(col) + BIAS.at(col);
        });
    }

    static PreparedKernel gradInput(CpuBackend backend, Region region, int rows, int cols) {
        Forward forward = Forward.of(backend, region, rows, cols);
        forward.run();
        Buffer gradY = forward.gradY();
        // The forward result is not needed any more: its memory takes the gradient.
        var gradX = new Destination(forward.y(), false);
        return new PreparedKernel(() -> backend.norm().layerNormGradInput(gradY, forward.x(), forward.weight(),
                forward.mean(), forward.rstd(), gradX, rows, cols), forward.y(), element -> {
            Row row = Row.of(element / cols, cols);
            IntToDoubleFunction gradNormal = col -> (double) GRAD_Y.at(row.first + col) * WEIGHT.at(col);
            double mean = row.mean(gradNormal);
            double along = row.mean(col -> gradNormal.applyAsDouble(col) * row.normal(col));
            int col = element % cols;
            return row.rstd * (gradNormal.applyAsDouble(col) - mean - row.normal(col) * along);
        });
    }

    static PreparedKernel gradParameters(CpuBackend backend, Region region, int rows, int cols) {
        Forward forward = Forward.of(backend, region, rows, cols);
        forward.run();
        Buffer gradY = forward.gradY();
        Buffer gradWeight = region.allocate(DType.F32, cols);
        Buffer gradBias = region.allocate(DType.F32, cols);
        return new PreparedKernel(() -> backend.norm().layerNormGradParameters(gradY, forward.x(), forward.mean(),
                forward.rstd(), new Destination(gradWeight, false), new Destination(gradBias, false), rows, cols),
                gradWeight, col -> {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += Row.of(row, cols).normal(col) * GRAD_Y.at(row * cols + col);
            }
            return sum;
        }, Math.sqrt(rows));
    }

    static PreparedKernel l2Normalize(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        Buffer norm = region.allocate(DType.F32, rows);
        return new PreparedKernel(() -> backend.norm().l2Normalize(x, EPSILON, y, norm, rows, cols), y, element -> {
            int first = element / cols * cols;
            double squares = 0;
            for (int i = first; i < first + cols; i++) {
                squares += (double) X.at(i) * X.at(i);
            }
            return X.at(element) / Math.sqrt(squares);
        });
    }

    /// Statistics of a row of x in double precision.
    private record Row(int first, int cols, double mean, double rstd) {
        static Row of(int row, int cols) {
            var raw = new Row(row * cols, cols, 0, 1);
            double mean = raw.mean(raw::normal);
            var centred = new Row(row * cols, cols, mean, 1);
            double variance = centred.mean(col -> centred.normal(col) * centred.normal(col));
            return new Row(row * cols, cols, mean, 1 / Math.sqrt(variance + EPSILON));
        }

        double normal(int col) {
            return (X.at(first + col) - mean) * rstd;
        }

        double mean(IntToDoubleFunction value) {
            double sum = 0;
            for (int col = 0; col < cols; col++) {
                sum += value.applyAsDouble(col);
            }
            return sum / cols;
        }
    }
}
