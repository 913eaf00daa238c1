package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTreeTest {
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final int SIZE = 37;

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);
    private final Parameter weight = model.parameter("weight", Shape.of(SIZE));
    private final GradientTree tree = new GradientTree(List.of(weight), model);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 13})
    void sumsPartsInTheOrderOfTheirNumbersAsATree(int count) {
        List<float[]> parts = parts(count);
        // Twice: what a step leaves behind must not reach the next.
        for (int step = 0; step < 2; step++) {
            assertArrayEquals(byDefinition(parts), summed(parts), () -> "-Dtest.seed=" + SEED);
        }
    }

    @Test
    void isNoRunningSum() {
        float[] running = {(1e8f + 1) + -1e8f + 1};
        float[] tree = byDefinition(List.of(new float[] {1e8f}, new float[] {1}, new float[] {-1e8f}, new float[] {1}));
        assertEquals(1, running[0]);
        assertEquals(0, tree[0]);
    }

    @Test
    void partsThatDoNotReachAParameterAddNothing() {
        weight.clearGradient();
        tree.next();
        give(parts(1).getFirst());
        tree.next();
        tree.finish();
        assertArrayEquals(parts(1).getFirst(), weight.gradient().toArray());
        weight.clearGradient();
        tree.next();
        tree.finish();
        assertFalse(weight.hasGradient());
    }

    private float[] summed(List<float[]> parts) {
        for (int i = 0; i < parts.size(); i++) {
            give(parts.get(i));
            if (i < parts.size() - 1) {
                tree.next();
            }
        }
        tree.finish();
        float[] sum = weight.gradient().toArray();
        weight.clearGradient();
        return sum;
    }

    private void give(float[] gradient) {
        weight.gradientDestination().buffer().write(0, gradient, 0, gradient.length);
    }

    /// Neighbours are added until one is left.
    private static float[] byDefinition(List<float[]> parts) {
        List<float[]> level = parts;
        while (level.size() > 1) {
            var next = new ArrayList<float[]>();
            for (int i = 0; i < level.size(); i += 2) {
                next.add(i + 1 < level.size() ? plus(level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = next;
        }
        return level.getFirst();
    }

    private static float[] plus(float[] a, float[] b) {
        var sum = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private static List<float[]> parts(int count) {
        var random = new SplittableRandom(SEED);
        var parts = new ArrayList<float[]>();
        for (int i = 0; i < count; i++) {
            var part = new float[SIZE];
            for (int j = 0; j < SIZE; j++) {
                part[j] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6)));
            }
            parts.add(part);
        }
        return parts;
    }
}
