package dev.lathe.bench.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One `cblas_sgemm`. It has no way to keep packed weights.
final class OpenBlasProduct implements KernelCall {
    private final Product product;
    private final int threads;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment a;
    private final MemorySegment b;
    private final MemorySegment c;

    OpenBlasProduct(Product product, float[] left, float[] right, int threads) {
        this.product = product;
        this.threads = threads;
        a = NativeFloats.filled(arena, left);
        b = NativeFloats.filled(arena, right);
        c = NativeFloats.zeros(arena, product.m() * product.n());
    }

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public void beforeTurn() {
        OpenBlas.useThreads(threads);
    }

    @Override
    public void call() {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        boolean turnA = product.form().leftTransposed();
        boolean turnB = product.form().rightTransposed();
        OpenBlas.SGEMM.multiply(OpenBlas.ROW_MAJOR,
                turnA ? OpenBlas.TRANSPOSED : OpenBlas.STRAIGHT, turnB ? OpenBlas.TRANSPOSED : OpenBlas.STRAIGHT,
                m, n, k, 1, a, turnA ? m : k, b, turnB ? k : n, 0, c, n);
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
