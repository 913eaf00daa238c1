package dev.lathe.bench.kernels;

import dev.lathe.bench.kernels.Product.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// oneDNN's `matmul`, planned for exactly this product. Weights that are kept lie in the layout it asks for.
final class OneDnnProduct implements KernelCall {
    private final int threads;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment c;
    private final MemorySegment primitive;
    private final MemorySegment arguments;

    OneDnnProduct(Product product, float[] left, float[] right, int threads) {
        this.threads = threads;
        OneDnn.useThreads(threads);
        long batch = product.batch();
        long m = product.m();
        long n = product.n();
        long k = product.k();
        MemorySegment layoutA = layout(batch, m, k, product.form().leftTransposed());
        MemorySegment layoutB = layout(batch, k, n, product.form().rightTransposed());
        MemorySegment layoutC = layout(batch, m, n, false);
        boolean kept = product.weights() == Weights.KEPT;
        MemorySegment plan = OneDnn.planMatMul(
                layoutA, kept ? OneDnn.anyLayout(dims(batch, k, n)) : layoutB, layoutC, 1);
        MemorySegment b = NativeFloats.filled(arena, right);
        MemorySegment wanted = OneDnn.weightsLayout(plan);
        if (kept) {
            MemorySegment straight = b;
            b = NativeFloats.zeros(arena, OneDnn.bytes(wanted) / Float.BYTES);
            OneDnn.reorder(layoutB, straight, wanted, b);
        }
        c = NativeFloats.zeros(arena, batch * m * n);
        primitive = OneDnn.primitive(plan);
        arguments = OneDnn.arguments(OneDnn.memory(layoutA, NativeFloats.filled(arena, left)),
                OneDnn.memory(wanted, b), OneDnn.memory(layoutC, c));
    }

    /// A stack of matrices as the product sees them, whichever way they are stored.
    private static MemorySegment layout(long batch, long rows, long cols, boolean transposed) {
        long[] dims = dims(batch, rows, cols);
        long[] strides = transposed ? new long[] {rows * cols, 1, rows} : new long[] {rows * cols, cols, 1};
        return OneDnn.strided(dims, Arrays.copyOfRange(strides, 3 - dims.length, 3));
    }

    /// Two where there is only one matrix: more of oneDNN's code is open to those.
    private static long[] dims(long batch, long rows, long cols) {
        return batch == 1 ? new long[] {rows, cols} : new long[] {batch, rows, cols};
    }

    @Override
    public String name() {
        return "onednn-matmul";
    }

    @Override
    public void beforeTurn() {
        OneDnn.useThreads(threads);
    }

    @Override
    public void call() {
        OneDnn.execute(primitive, arguments);
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
