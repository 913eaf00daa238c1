package dev.lathe.bench.kernels;

import dev.lathe.bench.kernels.Product.Form;
import dev.lathe.bench.kernels.Product.Weights;
import dev.lathe.bench.memory.KernelMemory;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.MatMulKernels.Operand;
import dev.lathe.tensor.device.Region;

/// Lathe's own, through the calls that a linear layer makes. A single forward product is `linear`, whose bias, here
/// zeros, is work that the others need not do.
final class LatheProduct implements KernelCall {
    private final Product product;
    private final CpuBackend backend;
    private final Region region;
    private final Buffer a;
    private final Buffer b;
    private final Buffer bias;
    private final Buffer c;
    private final float[] firstOfB;

    LatheProduct(Product product, float[] left, float[] right, int threads) {
        this.product = product;
        backend = new CpuBackend(threads);
        region = backend.openRegion("benchmark", Lifetime.MODEL);
        a = KernelMemory.filled(region, left);
        b = KernelMemory.filled(region, right);
        bias = KernelMemory.filled(region, new float[product.n()]);
        c = region.allocate(DType.F32, product.batch() * product.m() * product.n());
        firstOfB = new float[] {right[0]};
    }

    @Override
    public String name() {
        return "lathe";
    }

    @Override
    public void call() {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        Form form = product.form();
        if (form == Form.FORWARD && product.batch() == 1) {
            if (product.weights() == Weights.NEW_EACH_TIME) {
                // A weight that was written to since its last use is packed anew.
                b.write(0, firstOfB, 0, 1);
            }
            backend.matMul().linear(a, b, bias, c, m, k, n);
        } else {
            backend.matMul().matMul(new Operand(a, form.leftTransposed()), new Operand(b, form.rightTransposed()),
                    new Destination(c, false), product.batch(), m, n, k);
        }
    }

    @Override
    public float[] result() {
        return KernelMemory.read(c);
    }

    @Override
    public void close() {
        region.close();
        backend.close();
    }
}
