package dev.lathe.bench.memory;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.ArithmeticKernels.Operand;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.OptimizerKernels.AdamW;
import dev.lathe.tensor.device.Philox;
import dev.lathe.tensor.device.Region;
import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/// Kernels that work element by element, with inputs of [Noise].
final class ElementPreparations {
    private static final Noise X = new Noise(1);
    private static final Noise GRAD = new Noise(2);

    private static final AdamW SETTINGS = new AdamW(0.9f, 0.999f, 1e-8f, 0.01f);
    /// Of a second step, whose moments hold what the first left: the scale of gradients, the learning rate, AdamW's corrections.
    private static final double[] SCALARS = {1, 2e-5f, 1 - 0.9f * 0.9f, 1 - 0.999f * 0.999f};

    private static final DropoutDecisions DROPOUT = DropoutDecisions.of(42, 1, 0, 0.1f);

    private ElementPreparations() {}

    static PreparedKernel gelu(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(() -> backend.activation().gelu(x, y, rows * cols), y,
                element -> X.at(element) * share(X.at(element)));
    }

    static PreparedKernel geluGradInput(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer gradY = KernelMemory.filled(region, GRAD.array(rows * cols));
        Buffer gradX = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(
                () -> backend.activation().geluGradInput(gradY, x, new Destination(gradX, false), rows * cols), gradX,
                element -> {
                    double at = X.at(element);
                    double density = Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
                    return GRAD.at(element) * (share(at) + at * density);
                });
    }

    /// Of a normal distribution below `x`.
    private static double share(double x) {
        return 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
    }

    static PreparedKernel tanh(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(() -> backend.activation().tanh(x, y, rows * cols), y,
                element -> Math.tanh(X.at(element)));
    }

    static PreparedKernel add(CpuBackend backend, Region region, int rows, int cols) {
        int[] strides = {cols, 1};
        var a = new Operand(KernelMemory.filled(region, X.array(rows * cols)), strides);
        var b = new Operand(KernelMemory.filled(region, GRAD.array(rows * cols)), strides);
        Buffer y = region.allocate(DType.F32, rows * cols);
        int[] dims = {rows, cols};
        return new PreparedKernel(() -> backend.arithmetic().add(a, b, y, dims), y,
                element -> (double) X.at(element) + GRAD.at(element));
    }

    static PreparedKernel scale(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(
                () -> backend.arithmetic().scale(x, 0.125f, new Destination(y, false), rows * cols), y,
                element -> 0.125 * X.at(element));
    }

    static PreparedKernel dropout(CpuBackend backend, Region region, int rows, int cols) {
        var numbers = new int[rows];
        Arrays.setAll(numbers, row -> row);
        Buffer examples = KernelMemory.filled(region, new int[rows]);
        Buffer positions = KernelMemory.filled(region, numbers);
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(
                () -> backend.dropout().dropout(x, DROPOUT, examples, positions, new Destination(y, false), rows, cols),
                y, element -> isDropped(element / cols, element % cols) ? 0 : X.at(element) * (double) DROPOUT.keptScale());
    }

    /// As [DropoutDecisions] and [Philox] have it: 16 bits of the block of eight columns.
    private static boolean isDropped(int row, int col) {
        var words = new int[4];
        Philox.block(Philox.key0(DROPOUT.seed()), Philox.key1(DROPOUT.seed(), DROPOUT.step()),
                col / 8, row, 0, DROPOUT.site(), words, 0);
        int word = words[col % 8 / 2];
        return (col % 2 == 0 ? word & 0xFFFF : word >>> 16) < DROPOUT.threshold();
    }

    static PreparedKernel adamW(CpuBackend backend, Region region, int rows, int cols) {
        int count = rows * cols;
        Buffer gradient = KernelMemory.filled(region, GRAD.array(count));
        Buffer value = KernelMemory.filled(region, X.array(count));
        Buffer first = KernelMemory.filled(region, new float[count]);
        Buffer second = KernelMemory.filled(region, new float[count]);
        Buffer scalars = region.allocate(DType.F64, SCALARS.length);
        scalars.write(0, SCALARS, 0, SCALARS.length);
        var step = new OptimizerKernels.Step(scalars, 1, scalars);
        return new PreparedKernel(
                () -> backend.optimizer().adamW(SETTINGS, step, gradient, value, first, second, count), value,
                element -> {
                    double grad = GRAD.at(element);
                    double mean = (1 - SETTINGS.beta1()) * grad / SCALARS[2];
                    double square = (1 - SETTINGS.beta2()) * grad * grad / SCALARS[3];
                    double decayed = X.at(element) * (1 - SCALARS[1] * SETTINGS.weightDecay());
                    return decayed - SCALARS[1] * mean / (Math.sqrt(square) + SETTINGS.epsilon());
                });
    }
}
