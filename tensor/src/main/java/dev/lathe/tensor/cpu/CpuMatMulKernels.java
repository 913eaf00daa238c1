package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.product.ChainStart;
import dev.lathe.tensor.cpu.product.Gemm;
import dev.lathe.tensor.cpu.product.Matrix;
import dev.lathe.tensor.cpu.product.Operand;
import dev.lathe.tensor.cpu.threads.Threads;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels;

/// Matrix products by [Gemm].
final class CpuMatMulKernels implements MatMulKernels {
    private final Threads threads;
    private final Gemm gemm;
    private final MapLoops maps;

    CpuMatMulKernels(Threads threads, Gemm gemm, MapLoops maps) {
        this.threads = threads;
        this.gemm = gemm;
        this.maps = maps;
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
                        product, m, n, k, start(product, c.add()), Gemm.Finish.NOTHING);
            }
        }
    }

    @Override
    public void linear(Buffer x, Buffer weight, Buffer bias, Buffer y, int rows, int in, int out) {
        linear(x, weight, bias, HostFloats.forWriting(y), Gemm.Finish.NOTHING, rows, in, out);
    }

    @Override
    public void linearGelu(
            Buffer x, Buffer weight, Buffer bias, Buffer hidden, Buffer y, int rows, int in, int out) {
        HostFloats product = HostFloats.forWriting(hidden);
        HostFloats active = HostFloats.forWriting(y);
        linear(x, weight, bias, product, (row, column, count) -> {
            int at = row * out + column;
            maps.gelu(product.array(), product.offset() + at, active.array(), active.offset() + at, count);
        }, rows, in, out);
    }

    private void linear(
            Buffer x, Buffer weight, Buffer bias, HostFloats y, Gemm.Finish finish, int rows, int in, int out) {
        HostFloats first = HostFloats.of(bias);
        ChainStart start = ChainStart.row(first.array(), first.offset());
        HostFloats w = HostFloats.of(weight);
        Matrix left = matrix(HostFloats.of(x), false, 0, rows, in);
        Matrix right = matrix(w, true, 0, in, out);
        Matrix product = matrix(y, false, 0, rows, out);
        float[] kept = gemm.usesPanels(out)
                ? w.cachedPanels(rows, gemm.panelWidth(), gemm.panelSize(out, in), panels -> gemm.pack(right, out, in, panels))
                : null;
        if (kept == null) {
            gemm.onAllThreads(left, right, product, rows, out, in, start, finish);
        } else {
            gemm.onAllThreads(left, kept, product, rows, out, in, start, finish);
        }
    }

    private static ChainStart start(Matrix product, boolean add) {
        return add ? ChainStart.held(product) : ChainStart.zero();
    }

    private static Matrix matrix(HostFloats f, boolean transposed, int at, int rows, int cols) {
        return new Matrix(f.array(), f.offset() + at, transposed ? rows : cols, transposed);
    }
}
