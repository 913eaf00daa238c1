package dev.lathe.bench.kernels;

import dev.lathe.bench.peers.Work;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// softmax(q kᵀ / √headSize) v for each head of each sequence, where q, k, v and the result are
/// `[sequences x tokens, heads x headSize]`, as the linear layers around it give and take them.
///
/// @param label which model's heads
record AttentionForward(String label, int sequences, int tokens, int heads, int headSize) implements Workload {
    private static final double ROUNDING = 1e-5;

    int elements() {
        return sequences * tokens * heads * headSize;
    }

    float scale() {
        return (float) (1 / Math.sqrt(headSize));
    }

    @Override
    public String name() {
        return "%s attention %dx%d, %d heads of %d".formatted(label, sequences, tokens, heads, headSize);
    }

    /// Of the two products; softmax comes on top.
    @Override
    public double amount() {
        return 4e-9 * sequences * heads * tokens * tokens * headSize;
    }

    @Override
    public Work.Unit unit() {
        return Work.Unit.GIGAFLOP;
    }

    @Override
    public List<KernelCall> open(int threads) {
        float[] q = values(1);
        float[] k = values(2);
        float[] v = values(3);
        return Stream.concat(
                Stream.<KernelCall>of(new LatheAttention(this, q, k, v, threads)),
                Stream.of(OneDnnAttention.Way.values()).map(way -> new OneDnnAttention(this, way, q, k, v, threads)))
                .toList();
    }

    /// Results are averages of values within 1.
    @Override
    public double compare(List<KernelCall> calls) {
        return Agreement.largestDifference(name(), calls, ROUNDING);
    }

    private float[] values(long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
