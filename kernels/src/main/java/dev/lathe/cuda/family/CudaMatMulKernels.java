package dev.lathe.cuda.family;

import dev.lathe.cuda.launch.Kernel;
import dev.lathe.cuda.launch.KernelModule;
import dev.lathe.cuda.launch.Launch;
import dev.lathe.cuda.memory.CudaBuffer;
import dev.lathe.cuda.product.MatrixProduct;
import dev.lathe.tensor.device.ActivationKernels;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.MatMulKernels;
import java.util.Optional;

/// Matrix products by a library where there is one, else by `matmul.cu`.
public final class CudaMatMulKernels implements MatMulKernels {
    /// As in the kernels: elements along a side of a tile, and threads of a block.
    private static final int TILE = 64;
    private static final int THREADS = 256;
    private static final int MOST_BLOCKS_Z = 65535;

    private final Optional<MatrixProduct> library;
    private final ActivationKernels activation;
    private final Kernel matMul;
    private final Kernel linear;
    private final Kernel spreadBias;

    public CudaMatMulKernels(KernelModule module, Optional<MatrixProduct> library, ActivationKernels activation) {
        this.library = library;
        this.activation = activation;
        matMul = module.kernel("matMul");
        linear = module.kernel("linear");
        spreadBias = module.kernel("spreadBias");
    }

    @Override
    public void matMul(Operand a, Operand b, Destination c, int batch, int m, int n, int k) {
        if (library.isPresent() && batch > 0 && m > 0 && n > 0 && k > 0) {
            library.get().multiply(new MatrixProduct.Sizes(
                    address(a.buffer()), a.transposed(), address(b.buffer()), b.transposed(),
                    address(c.buffer()), c.add(), batch, m, n, k));
            return;
        }
        matMul.launch().floats(a.buffer()).flag(a.transposed()).floats(b.buffer()).flag(b.transposed()).into(c)
                .value(batch).value(m).value(n).value(k)
                .blocks(Launch.blocksFor(m, TILE), Launch.blocksFor(n, TILE), Math.min(batch, MOST_BLOCKS_Z),
                        THREADS, 0);
    }

    @Override
    public void linear(Buffer x, Buffer weight, Buffer bias, Buffer y, int rows, int in, int out) {
        if (library.isPresent() && rows > 0 && in > 0 && out > 0) {
            spreadBias.launch().floats(bias).floats(y).value(out).value(rows * out).elements(rows * out);
            library.get().multiply(new MatrixProduct.Sizes(
                    address(x), false, address(weight), true, address(y), true, 1, rows, out, in));
            return;
        }
        linear.launch().floats(x).floats(weight).floats(bias).floats(y).value(rows).value(in).value(out)
                .blocks(Launch.blocksFor(rows, TILE), Launch.blocksFor(out, TILE), 1, THREADS, 0);
    }

    @Override
    public void linearGelu(
            Buffer x, Buffer weight, Buffer bias, Buffer hidden, Buffer y, int rows, int in, int out) {
        linear(x, weight, bias, hidden, rows, in, out);
        activation.gelu(hidden, y, rows * out);
    }

    private static long address(Buffer buffer) {
        return CudaBuffer.of(buffer, DType.F32).address();
    }
}
