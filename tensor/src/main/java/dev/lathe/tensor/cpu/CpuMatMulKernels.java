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
        if (batch >= threads.count() && batch > 1) {
            threads.run(batch, (i, scratch) -> {
                Matrix product = matrix(result, false, i * m * n, m, n);
                gemm.here(
                        matrix(left, a.transposed(), i * m * k, m, k),
                        matrix(right, b.transposed(), i * k * n, k, n),
                        product, m, n, k, start(product, c.add()), scratch);
            });
        } else {
            for (int i = 0; i < batch; i++) {
                Matrix product = matrix(result, false, i * m * n, m, n);
                gemm.onAllThreads(
                        matrix(left, a.transposed(), i * m * k, m, k),
                        matrix(right, b.transposed(), i * k * n, k, n),
                        product, m, n, k, start(product, c.add()));
            }
        }
    }

    @Override
    public void linear(Buffer x, Buffer weight, Buffer bias, Buffer y, int rows, int in, int out) {
        HostFloats result = HostFloats.forWriting(y);
        HostFloats first = HostFloats.of(bias);
        ChainStart start = ChainStart.row(first.array(), first.offset());
        HostFloats w = HostFloats.of(weight);
        Matrix left = matrix(HostFloats.of(x), false, 0, rows, in);
        Matrix right = matrix(w, true, 0, in, out);
        Matrix product = matrix(result, false, 0, rows, out);
        float[] kept = w.keptPanels(
                gemm.panelWidth(), gemm.panelSize(out, in), panels -> gemm.pack(right, out, in, panels));
        if (kept == null) {
            gemm.onAllThreads(left, right, product, rows, out, in, start);
        } else {
            gemm.onAllThreads(left, kept, product, rows, out, in, start);
        }
    }

    private static ChainStart start(Matrix product, boolean add) {
        return add ? ChainStart.held(product) : ChainStart.zero();
    }

    private static Matrix matrix(HostFloats f, boolean transposed, int at, int rows, int cols) {
        return new Matrix(f.array(), f.offset() + at, transposed ? rows : cols, transposed);
    }
}
