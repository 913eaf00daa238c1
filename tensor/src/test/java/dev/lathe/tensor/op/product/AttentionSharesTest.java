package dev.lathe.tensor.op.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionSharesTest {
    private static final long SEED = Long.getLong("test.seed", 42);

    /// More keys than a head has features, and fewer; sequences of one token and of many.
    @ParameterizedTest
    @CsvSource({"1, 4", "3, 2", "2, 8"})
    void areTheSoftmaxOfScaledScores(int heads, int headSize) {
        int[] lengths = {5, 1, 11};
        int tokens = 17;
        int hidden = heads * headSize;
        float[] q = normal(tokens * hidden, 1);
        float[] k = normal(tokens * hidden, 2);
        try (var backend = new CpuBackend(2); var ws = Workspace.inference("test", backend)) {
            Tensor shares = AttentionShares.of(ws, ws.of(Shape.of(tokens, hidden), q), ws.of(Shape.of(tokens, hidden), k),
                    PackedSequences.of(ws, lengths), new AttentionOp.Config(heads, 0.5f, 0, 16));
            assertEquals(Shape.of(tokens, heads, 11), shares.shape());
            float[] values = shares.toArray();
            int start = 0;
            for (int length : lengths) {
                for (int query = 0; query < length; query++) {
                    for (int head = 0; head < heads; head++) {
                        double[] expected = softmax(q, k, start, query, length, head, headSize, hidden);
                        for (int key = 0; key < 11; key++) {
                            float found = values[((start + query) * heads + head) * 11 + key];
                            // A few roundings of a score of some ten, and the error of exp.
                            assertEquals(key < length ? expected[key] : 0, found, 5e-6, () -> "-Dtest.seed=" + SEED);
                        }
                    }
                }
                start += length;
            }
        }
    }

    /// Values of one head of one feature at a time: shares times values are what attention gives, to the bit.
    @ParameterizedTest
    @CsvSource({"1", "7"})
    void areThoseOfAttentionItself(int length) {
        float[] q = normal(length * 4, 3);
        float[] k = normal(length * 4, 4);
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            var config = new AttentionOp.Config(1, 0, 0, 16);
            var sequences = PackedSequences.of(ws, length);
            Tensor queries = ws.of(Shape.of(length, 4), q);
            Tensor keys = ws.of(Shape.of(length, 4), k);
            float[] shares = AttentionShares.of(ws, queries, keys, sequences, config).toArray();
            float[] v = normal(length * 4, 5);
            float[] attended = AttentionOp.apply(ws, queries, keys, ws.of(Shape.of(length, 4), v), sequences, config).toArray();
            var chains = new float[length * 4];
            for (int query = 0; query < length; query++) {
                for (int feature = 0; feature < 4; feature++) {
                    for (int key = 0; key < length; key++) {
                        chains[query * 4 + feature] = Math.fma(
                                shares[query * length + key], v[key * 4 + feature], chains[query * 4 + feature]);
                    }
                }
            }
            assertArrayEquals(attended, chains);
        }
    }

    private static double[] softmax(
            float[] q, float[] k, int start, int query, int length, int head, int headSize, int hidden) {
        var shares = new double[length];
        double total = 0;
        for (int key = 0; key < length; key++) {
            double score = 0;
            for (int i = 0; i < headSize; i++) {
                score += (double) q[(start + query) * hidden + head * headSize + i]
                        * k[(start + key) * hidden + head * headSize + i];
            }
            shares[key] = Math.exp(score / Math.sqrt(headSize));
            total += shares[key];
        }
        for (int key = 0; key < length; key++) {
            shares[key] /= total;
        }
        return shares;
    }

    private static float[] normal(int count, int stream) {
        var random = new SplittableRandom(SEED + stream);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
