package dev.lathe.tensor.op.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutOpTest {
    private static final int COLS = 50;
    private static final RandomKey KEY = new RandomKey(42, 7);

    private final CpuBackend backend = new CpuBackend(2);

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 0.5f, 0.9f})
    void keepsTheShareItPromisesAndScalesItUp(float probability) {
        float[] y = ones(KEY, probability, 3, 0, 400, 1, 399);
        int kept = 0;
        for (float v : y) {
            if (v != 0) {
                kept++;
                assertEquals(1 / (1 - probability), v, 2e-4 / (1 - probability));
            }
        }
        double sigma = Math.sqrt(y.length * probability * (1 - probability));
        assertEquals(y.length * (1 - probability), kept, 5 * sigma);
    }

    /// Neighbours in rows, columns, sites and steps agree as often as chance has it.
    @Test
    void decisionsAreIndependent() {
        float[] y = ones(KEY, 0.5f, 3, 0, 400);
        float[] otherSite = ones(KEY, 0.5f, 4, 0, 400);
        float[] otherStep = ones(new RandomKey(42, 8), 0.5f, 3, 0, 400);
        float[] otherSeed = ones(new RandomKey(43, 7), 0.5f, 3, 0, 400);
        float[] otherExample = ones(KEY, 0.5f, 3, 1, 400);
        agreeByChance(y, otherSite, 0);
        agreeByChance(y, otherStep, 0);
        agreeByChance(y, otherSeed, 0);
        agreeByChance(y, otherExample, 0);
        for (int distance : new int[] {1, 2, 8, COLS}) {
            agreeByChance(y, y, distance);
        }
    }

    @Test
    void decidesTheSameWhateverTheNeighboursInTheBatch() {
        float[] all = ones(KEY, 0.3f, 5, 0, 4, 9, 6);
        float[] second = ones(KEY, 0.3f, 5, 1, 9);
        assertArrayEquals(second, Arrays.copyOfRange(all, 4 * COLS, 13 * COLS));
    }

    @Test
    void decidesTheSameWhenABatchIsSplit() {
        float[] all = ones(KEY, 0.3f, 5, 0, 4, 9, 6, 2);
        float[] front = ones(KEY, 0.3f, 5, 0, 4, 9);
        float[] back = ones(KEY, 0.3f, 5, 2, 6, 2);
        assertArrayEquals(front, Arrays.copyOfRange(all, 0, 13 * COLS));
        assertArrayEquals(back, Arrays.copyOfRange(all, 13 * COLS, 21 * COLS));
    }

    @Test
    void outsideTrainingIsItsInput() {
        for (var ws : new Workspace[] {
            Workspace.recording("evaluate", backend), Workspace.inference("predict", backend)}) {
            try (ws) {
                assertSame(unchanged(ws, 0.5f), ws);
            }
        }
        try (var ws = Workspace.training("step", backend, KEY)) {
            assertSame(unchanged(ws, 0), ws);
        }
    }

    @Test
    void theGradientIsDroppedWhereTheValueIs() {
        try (var ws = Workspace.training("step", backend, KEY)) {
            var packed = PackedSequences.of(ws, 6);
            var values = new float[6 * COLS];
            Arrays.fill(values, 1);
            Tensor x = ws.variable(Shape.of(6, COLS), values);
            Tensor y = DropoutOp.apply(ws, x, 0.4f, 2, packed.exampleTensor(), packed.positionTensor());
            ws.backward(SumOp.apply(ws, y));
            assertArrayEquals(y.toArray(), x.gradient().toArray());
        }
    }

    private static Workspace unchanged(Workspace ws, float probability) {
        Tensor x = ws.variable(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        var packed = PackedSequences.of(ws, 2);
        assertSame(x, DropoutOp.apply(ws, x, probability, 0, packed.exampleTensor(), packed.positionTensor()));
        return ws;
    }

    private float[] ones(RandomKey key, float probability, int site, int firstExample, int... lengths) {
        try (var ws = Workspace.training("step", backend, key)) {
            var packed = PackedSequences.ofPart(ws, firstExample, lengths);
            var values = new float[packed.tokens() * COLS];
            Arrays.fill(values, 1);
            return DropoutOp.apply(
                    ws, ws.of(Shape.of(packed.tokens(), COLS), values), probability, site,
                    packed.exampleTensor(), packed.positionTensor()).toArray();
        }
    }

    private static void agreeByChance(float[] a, float[] b, int distance) {
        int same = 0;
        int count = a.length - distance;
        for (int i = 0; i < count; i++) {
            same += a[i] == b[i + distance] ? 1 : 0;
        }
        assertEquals(count / 2.0, same, 5 * Math.sqrt(count) / 2);
    }
}
