package dev.lathe.bench.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One `dnnl_sgemm`.
final class OneDnnSgemm implements KernelCall {
    private final Product product;
    private final int threads;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment c;

    OneDnnSgemm(Product product, float[] left, float[] right, int threads) {
        this.product = product;
        this.threads = threads;
        a = NativeFloats.filled(arena, left);
        b = NativeFloats.filled(arena, right);
        c = NativeFloats.zeros(arena, product.m() * product.n());
    }

    @Override
    public String name() {
        return "onednn-sgemm";
    }

    @Override
    public void beforeTurn() {
        OneDnn.useThreads(threads);
    }

    @Override
    public void call() {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        boolean turnA = product.form().leftTransposed();
        boolean turnB = product.form().rightTransposed();
        OneDnn.check("sgemm", OneDnn.SGEMM.multiply((byte) (turnA ? 'T' : 'N'), (byte) (turnB ? 'T' : 'N'),
                m, n, k, 1, a, turnA ? m : k, b, turnB ? k : n, 0, c, n));
    }

    @Override
    public float[] result() {
        return NativeFloats.read(c);
    }

    @Override
    public void close() {
        arena.close();
    }
}
