package dev.lathe.bench.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// oneDNN's batched `matmul` with the scale as its post-op, `softmax` in place, `matmul`.
final class OneDnnAttention implements KernelCall {

    /// How the work is laid out and cut. oneDNN likes dense heads and scores that stay in the cache; a program that has
    /// linear layers around must copy to and fro for dense heads, which is not counted here.
    enum Way {
        /// Heads where the linear layers put them, all sequences at once.
        STRIDED(false, false),
        /// The same, a sequence at a time.
        STRIDED_BY_SEQUENCE(false, true),
        /// Every head dense, all at once.
        DENSE(true, false),
        /// Every head dense, a sequence at a time.
        DENSE_BY_SEQUENCE(true, true);

        private final boolean dense;
        private final boolean bySequence;

        Way(boolean dense, boolean bySequence) {
            this.dense = dense;
            this.bySequence = bySequence;
        }
    }

    /// The arguments of the three primitives for some sequences.
    private record Part(MemorySegment scores, MemorySegment softmax, MemorySegment values) {}

    private final AttentionForward work;
    private final Way way;
    private final int threads;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out;
    private final MemorySegment scores;
    private final MemorySegment softmax;
    private final MemorySegment values;
    private final List<Part> parts = new ArrayList<>();

    OneDnnAttention(AttentionForward work, Way way, float[] q, float[] k, float[] v, int threads) {
        this.work = work;
        this.way = way;
        this.threads = threads;
        OneDnn.useThreads(threads);
        int together = way.bySequence ? 1 : work.sequences();
        long tokens = work.tokens();
        long[] scoreDims = {together, work.heads(), tokens, tokens};
        MemorySegment rows = heads(together, false);
        MemorySegment transposed = heads(together, true);
        MemorySegment scoreLayout = OneDnn.strided(
                scoreDims, work.heads() * tokens * tokens, tokens * tokens, tokens, 1);
        MemorySegment scorePlan = OneDnn.planMatMul(rows, transposed, scoreLayout, work.scale());
        MemorySegment softmaxPlan = OneDnn.planSoftmax(scoreLayout, 3);
        MemorySegment valuePlan = OneDnn.planMatMul(scoreLayout, rows, rows, 1);
        scores = OneDnn.primitive(scorePlan);
        softmax = OneDnn.primitive(softmaxPlan);
        values = OneDnn.primitive(valuePlan);
        MemorySegment queries = NativeFloats.filled(arena, arranged(q));
        MemorySegment keys = NativeFloats.filled(arena, arranged(k));
        MemorySegment given = NativeFloats.filled(arena, arranged(v));
        out = NativeFloats.zeros(arena, work.elements());
        MemorySegment between = OneDnn.memory(scoreLayout,
                NativeFloats.zeros(arena, together * work.heads() * tokens * tokens));
        long stride = out.byteSize() / work.sequences();
        for (int first = 0; first < work.sequences(); first += together) {
            long at = first * stride;
            parts.add(new Part(
                    OneDnn.arguments(OneDnn.memory(rows, queries.asSlice(at)),
                            OneDnn.memory(transposed, keys.asSlice(at)), between),
                    OneDnn.arguments(OneDnn.SOURCE, between, OneDnn.DESTINATION, between),
                    OneDnn.arguments(between, OneDnn.memory(rows, given.asSlice(at)),
                            OneDnn.memory(rows, out.asSlice(at)))));
        }
    }

    /// `[sequences, heads, tokens, headSize]`, or with the last two axes transposed.
    private MemorySegment heads(long sequences, boolean transposed) {
        long tokens = work.tokens();
        long size = work.headSize();
        long width = work.heads() * size;
        long row = way.dense ? size : width;
        long head = way.dense ? tokens * size : size;
        return transposed
                ? OneDnn.strided(new long[] {sequences, work.heads(), size, tokens}, tokens * width, head, 1, row)
                : OneDnn.strided(new long[] {sequences, work.heads(), tokens, size}, tokens * width, head, row, 1);
    }

    /// From the linear layers' order to this way's, and back by the same step seen from the other side.
    private float[] arranged(float[] rows) {
        return way.dense ? swapped(rows, work.tokens(), work.heads()) : rows;
    }

    /// `[sequences, a, b, headSize]` as `[sequences, b, a, headSize]`.
    private float[] swapped(float[] from, int a, int b) {
        int size = work.headSize();
        var to = new float[from.length];
        for (int sequence = 0; sequence < work.sequences(); sequence++) {
            int start = sequence * a * b;
            for (int i = 0; i < a; i++) {
                for (int j = 0; j < b; j++) {
                    System.arraycopy(from, (start + i * b + j) * size, to, (start + j * a + i) * size, size);
                }
            }
        }
        return to;
    }

    @Override
    public String name() {
        return "onednn-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void beforeTurn() {
        OneDnn.useThreads(threads);
    }

    @Override
    public void call() {
        for (Part part : parts) {
            OneDnn.execute(scores, part.scores);
            OneDnn.execute(softmax, part.softmax);
            OneDnn.execute(values, part.values);
        }
    }

    @Override
    public float[] result() {
        float[] result = NativeFloats.read(out);
        return way.dense ? swapped(result, work.heads(), work.tokens()) : result;
    }

    @Override
    public void close() {
        arena.close();
    }
}
