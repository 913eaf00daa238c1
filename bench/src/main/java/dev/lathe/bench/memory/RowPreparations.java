package dev.lathe.bench.memory;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.Region;

/// Kernels that move or sum whole rows, with inputs of [Noise].
final class RowPreparations {
    private static final Noise X = new Noise(1);
    private static final int SEQUENCE = 128;

    private RowPreparations() {}

    static PreparedKernel gather(CpuBackend backend, Region region, int rows, int cols) {
        Buffer table = KernelMemory.filled(region, X.array(rows * cols));
        var indices = new int[rows];
        for (int row = 0; row < rows; row++) {
            indices[row] = from(row, rows);
        }
        Buffer chosen = KernelMemory.filled(region, indices);
        Buffer y = region.allocate(DType.F32, rows * cols);
        return new PreparedKernel(() -> backend.rows().gather(table, chosen, y, rows, cols), y,
                element -> X.at(from(element / cols, rows) * cols + element % cols));
    }

    /// Jumps through the table as token ids do.
    private static int from(int row, int rows) {
        return (int) (row * 7919L % rows);
    }

    static PreparedKernel meanPool(CpuBackend backend, Region region, int rows, int cols) {
        int count = (rows + SEQUENCE - 1) / SEQUENCE;
        var starts = new int[count + 1];
        for (int sequence = 0; sequence <= count; sequence++) {
            starts[sequence] = Math.min(rows, sequence * SEQUENCE);
        }
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer bounds = KernelMemory.filled(region, starts);
        Buffer y = region.allocate(DType.F32, count * cols);
        return new PreparedKernel(() -> backend.pooling().mean(x, bounds, y, count, cols), y, element -> {
            int first = starts[element / cols];
            int end = starts[element / cols + 1];
            return columnSum(first, end, cols, element % cols) / (end - first);
        });
    }

    static PreparedKernel sumRows(CpuBackend backend, Region region, int rows, int cols) {
        Buffer x = KernelMemory.filled(region, X.array(rows * cols));
        Buffer sum = region.allocate(DType.F32, cols);
        return new PreparedKernel(
                () -> backend.reduction().sumRows(x, new Destination(sum, false), rows, cols), sum,
                col -> columnSum(0, rows, cols, col), Math.sqrt(rows));
    }

    private static double columnSum(int first, int end, int cols, int col) {
        double sum = 0;
        for (int row = first; row < end; row++) {
            sum += X.at(row * cols + col);
        }
        return sum;
    }
}
