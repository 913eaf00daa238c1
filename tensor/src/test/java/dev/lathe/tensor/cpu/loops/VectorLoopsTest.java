package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each loop in vectors against the same in plain Java, bit for bit, at every length around the vectors'.
class VectorLoopsTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int AT = 3;

    private final RowLoops plainRows = new PlainRowLoops();
    private final RowLoops vectorRows = new VectorRowLoops();
    private final MapLoops plainMaps = new PlainMapLoops();
    private final MapLoops vectorMaps = new VectorMapLoops();

    static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(1, 67), IntStream.of(255, 768, 1001));
    }

    @FunctionalInterface
    private interface RowRun {
        void run(RowLoops loops, float[] out);
    }

    @FunctionalInterface
    private interface MapRun {
        void run(MapLoops loops, float[] out, float[] second, float[] third);
    }

    @FunctionalInterface
    private interface Reduction {
        float of(RowLoops loops);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void rowReductionsAgree(int n) {
        float[] x = random(n, 1, 2);
        float[] y = random(n, 2, 1);
        float[] z = random(n, 3, 1);
        same("sum", n, r -> r.sum(x, AT, n));
        same("sumOfSquares", n, r -> r.sumOfSquares(0.3f, x, AT, n));
        same("dot", n, r -> r.dot(x, AT, y, AT, n));
        same("dotNormalized", n, r -> r.dotNormalized(x, AT, y, AT, z, AT, 0.3f, 1.7f, n));
        // The ends of a row fill no vector: what stands in for the rest must not count, however it overflows.
        same("dotNormalized far out", n, r -> r.dotNormalized(x, AT, y, AT, z, AT, 1e33f, 1e6f, n));
        same("max", n, r -> r.max(x, AT, n));
        same("sumOfExps", n, r -> r.sumOfExps(x, AT, 3.5f, n));
        same("expSum", n, r -> r.expSum(x, AT, 1.5f, 0.7f, new float[n + AT], AT, n));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void theLargestIsANumberAndNeverMinusZero(int n) {
        float[] x = random(n, 1, 2);
        for (RowLoops loops : List.of(plainRows, vectorRows)) {
            float[] none = filled(n, Float.NaN);
            assertEquals(Float.NEGATIVE_INFINITY, loops.max(none, AT, n));
            none[AT + n / 2] = -0f;
            assertEquals(0f, loops.max(none, AT, n));
            float[] one = x.clone();
            one[AT] = Float.NaN;
            one[AT + n - 1] = 99;
            assertEquals(99, loops.max(one, AT, n), () -> message("max", n));
        }
    }

    private static float[] filled(int n, float value) {
        var values = new float[n + AT + 20];
        Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void rowLoopsAgree(int n) {
        float[] x = random(n, 1, 2);
        float[] y = random(n, 2, 1);
        float[] z = random(n, 3, 1);
        sameRows("expSum", n, (r, out) -> r.expSum(x, AT, 1.5f, 0.7f, out, AT, n));
        for (boolean add : new boolean[] {false, true}) {
            sameRows("scaledExp", n, (r, out) -> r.scaledExp(x, AT, 1.5f, 0.7f, out, AT, add, n));
            sameRows("softmaxGrad", n, (r, out) -> r.softmaxGrad(x, AT, y, AT, 0.3f, 0.9f, out, AT, add, n));
            sameRows("normalizeGradInput", n, (r, out) -> r.normalizeGradInput(
                    x, AT, y, AT, z, AT, 0.2f, 1.3f, 0.1f, -0.4f, out, AT, add, n));
        }
        sameRows("droppedSoftmaxGrad", n, (r, out) -> r.droppedSoftmaxGrad(x, AT, y, AT, z, AT, 0.3f, 0.9f, out, AT, n));
        sameRows("normalize", n, (r, out) -> r.normalize(x, AT, 0.2f, 1.3f, y, AT, z, AT, out, AT, n));
        sameRows("normalizeGradParameters", n, (r, out) -> r.normalizeGradParameters(
                x, AT, y, AT, 0.2f, 1.3f, out, AT, new float[n + AT], AT, n));
        sameRows("normalizeGradParameters", n, (r, out) -> r.normalizeGradParameters(
                x, AT, y, AT, 0.2f, 1.3f, new float[n + AT], AT, out, AT, n));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void elementLoopsAgree(int n) {
        float[] x = random(n, 1, 4);
        float[] y = random(n, 2, 1);
        sameMaps("add", n, (m, out, b, c) -> m.add(x, AT, y, AT, out, AT, n));
        sameMaps("multiply", n, (m, out, b, c) -> m.multiply(x, AT, y, AT, out, AT, n));
        sameMaps("gelu", n, (m, out, b, c) -> m.gelu(x, AT, out, AT, n));
        sameMaps("geluNew", n, (m, out, b, c) -> m.geluNew(x, AT, out, AT, n));
        sameMaps("tanh", n, (m, out, b, c) -> m.tanh(x, AT, out, AT, n));
        for (boolean add : new boolean[] {false, true}) {
            sameMaps("scale", n, (m, out, b, c) -> m.scale(x, AT, -0.37f, out, AT, add, n));
            sameMaps("geluGrad", n, (m, out, b, c) -> m.geluGrad(y, AT, x, AT, out, AT, add, n));
            sameMaps("geluNewGrad", n, (m, out, b, c) -> m.geluNewGrad(y, AT, x, AT, out, AT, add, n));
            sameMaps("tanhGrad", n, (m, out, b, c) -> m.tanhGrad(x, AT, y, AT, out, AT, add, n));
        }
        var settings = new MapLoops.AdamWStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0.01f, 0.19f, 0.002f, 0.7f);
        sameMaps("adamW", n, (m, value, first, second) ->
                m.adamW(settings, x, AT, value, AT, first, AT, second, AT, n));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void keepLoopsAgree(int n) {
        int blocks = (n + 7) / 8;
        var plain = new int[4 * blocks + DropoutLoops.SLACK];
        var vector = new int[plain.length];
        new PlainDropoutLoops().blocks(0x89ABCDEF, -7, 3, -1, 0x7FFFFFFF, blocks, plain);
        new VectorDropoutLoops().blocks(0x89ABCDEF, -7, 3, -1, 0x7FFFFFFF, blocks, vector);
        assertArrayEquals(Arrays.copyOf(plain, 4 * blocks), Arrays.copyOf(vector, 4 * blocks));
        float[] x = random(n, 5, 1);
        for (int threshold : new int[] {0, 1, 6554, 32768, 65535}) {
            float[] expected = x.clone();
            float[] actual = x.clone();
            new PlainDropoutLoops().drop(plain, threshold, 1.25f, x, AT, expected, AT, n);
            new VectorDropoutLoops().drop(plain, threshold, 1.25f, x, AT, actual, AT, n);
            assertArrayEquals(expected, actual, "threshold " + threshold);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void packLoopsAgree(int depth) {
        int stride = depth + 5;
        float[] from = random(stride * Math.max(8, depth) + 5 * 32 + AT, 4, 1);
        for (int width : new int[] {4, 5, 6, 7, 8, 32}) {
            var expected = new float[5 * depth * width + AT + 64];
            var actual = expected.clone();
            new PlainPackLoops().transposed(from, AT, stride, depth, width, expected, AT);
            new VectorPackLoops().transposed(from, AT, stride, depth, width, actual, AT);
            assertArrayEquals(expected, actual, "transposed, width " + width);
            new PlainPackLoops().straight(from, AT, stride, depth, width, 5, expected, AT);
            new VectorPackLoops().straight(from, AT, stride, depth, width, 5, actual, AT);
            assertArrayEquals(expected, actual, "straight, width " + width);
        }
    }

    private void same(String name, int n, Reduction reduction) {
        assertEquals(reduction.of(plainRows), reduction.of(vectorRows), () -> message(name, n));
    }

    private void sameRows(String name, int n, RowRun run) {
        float[] plain = random(n, 7, 1);
        float[] vector = plain.clone();
        run.run(plainRows, plain);
        run.run(vectorRows, vector);
        assertArrayEquals(plain, vector, () -> message(name, n));
    }

    private void sameMaps(String name, int n, MapRun run) {
        float[][] plain = {random(n, 7, 1), random(n, 8, 1), squares(random(n, 9, 1))};
        float[][] vector = {plain[0].clone(), plain[1].clone(), plain[2].clone()};
        run.run(plainMaps, plain[0], plain[1], plain[2]);
        run.run(vectorMaps, vector[0], vector[1], vector[2]);
        assertArrayEquals(plain, vector, () -> message(name, n));
    }

    private static String message(String name, int n) {
        return "%s of %d elements; -Dtest.seed=%d".formatted(name, n, SEED);
    }

    /// Elements before [#AT] and behind the `n` that count: no loop may touch them.
    private static float[] random(int n, long salt, double deviation) {
        var random = new SplittableRandom(SEED + salt);
        var values = new float[n + AT + 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] squares(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }
}
