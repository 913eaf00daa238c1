package dev.lathe.bench.kernels;

import dev.lathe.bench.memory.KernelMemory;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.AttentionKernels.Layout;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.DropoutDecisions;
import dev.lathe.tensor.device.Lifetime;
import dev.lathe.tensor.device.Region;

/// Lathe's kernel, which also writes the log-sum-exp of each row of scores for the backward pass.
final class LatheAttention implements KernelCall {
    private final AttentionForward work;
    private final CpuBackend backend;
    private final Region region;
    private final Buffer q;
    private final Buffer k;
    private final Buffer v;
    private final Buffer out;
    private final Buffer logSumExp;
    private final Layout layout;

    LatheAttention(AttentionForward work, float[] q, float[] k, float[] v, int threads) {
        this.work = work;
        backend = new CpuBackend(threads);
        region = backend.openRegion("benchmark", Lifetime.MODEL);
        this.q = KernelMemory.filled(region, q);
        this.k = KernelMemory.filled(region, k);
        this.v = KernelMemory.filled(region, v);
        out = region.allocate(DType.F32, work.elements());
        int rows = work.sequences() * work.tokens();
        logSumExp = region.allocate(DType.F32, rows * work.heads());
        var starts = new int[work.sequences() + 1];
        var examples = new int[rows];
        for (int i = 0; i <= work.sequences(); i++) {
            starts[i] = i * work.tokens();
        }
        for (int row = 0; row < rows; row++) {
            examples[row] = row / work.tokens();
        }
        layout = new Layout(KernelMemory.filled(region, starts), KernelMemory.filled(region, examples),
                work.sequences(), rows, work.tokens(), work.heads(), work.headSize(), work.tokens());
    }

    @Override
    public String name() {
        return "lathe";
    }

    @Override
    public void call() {
        backend.attention().attention(q, k, v, work.scale(), DropoutDecisions.NONE, out, logSumExp, layout);
    }

    @Override
    public float[] result() {
        return KernelMemory.read(out);
    }

    @Override
    public void close() {
        region.close();
        backend.close();
    }
}
