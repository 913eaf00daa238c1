package dev.lathe.tensor.cpu;

import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels;

/// Matrix products by [Gemm].
final class CpuMatMulKernels implements MatMulKernels {
    private final Threads threads;
    private final Gemm gemm;

    CpuMatMulKernels(Threads threads, Gemm gemm) {
        this.threads = threads;
        this.gemm = gemm;
    }

    @Override
    public void matMul(Operand a, Operand b, Destination c, int batch, int m, int n, int k) {
        HostFloats left = HostFloats.of(a.buffer());
        HostFloats right = HostFloats.of(b.buffer());
        HostFloats result = HostFloats.forWriting(c.buffer());
        Gemm.Start start = c.add() ? Gemm.Start.HELD : Gemm.Start.ZERO;
        if (batch >= threads.count() && batch > 1) {
            threads.run(batch, (i, scratch) -> gemm.here(
                    matrix(left, a.transposed(), i * m * k, m, k),
                    matrix(right, b.transposed(), i * k * n, k, n),
                    matrix(result, false, i * m * n, m, n), m, n, k, start, scratch));
        } else {
            for (int i = 0; i < batch; i++) {
                gemm.onAllThreads(
                        matrix(left, a.transposed(), i * m * k, m, k),
                        matrix(right, b.transposed(), i * k * n, k, n),
                        matrix(result, false, i * m * n, m, n), m, n, k, start);
            }
        }
    }

    @Override
    public void linear(Buffer x, Buffer weight, Buffer bias, Buffer y, int rows, int in, int out) {
        HostFloats result = HostFloats.forWriting(y);
        HostFloats start = HostFloats.of(bias);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(start.array(), start.offset(), result.array(), result.offset() + row * out, out);
        }
        HostFloats w = HostFloats.of(weight);
        Matrix left = matrix(HostFloats.of(x), false, 0, rows, in);
        Matrix right = matrix(w, true, 0, in, out);
        Matrix product = matrix(result, false, 0, rows, out);
        float[] kept = w.keptPanels(
                gemm.panelWidth(), gemm.panelSize(out, in), panels -> gemm.pack(right, out, in, panels));
        if (kept == null) {
            gemm.onAllThreads(left, right, product, rows, out, in, Gemm.Start.HELD);
        } else {
            gemm.onAllThreads(left, kept, product, rows, out, in, Gemm.Start.HELD);
        }
    }

    private static Matrix matrix(HostFloats f, boolean transposed, int at, int rows, int cols) {
        return new Matrix(f.array(), f.offset() + at, transposed ? rows : cols, transposed);
    }
}
