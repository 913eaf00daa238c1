package dev.lathe.tensor.op.norm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

class SoftmaxOpTest {
    @Test
    void largeScoresDoNotOverflow() {
        assertArrayEquals(new float[] {0.5f, 0.5f, 0}, softmax(1e30f, 1e30f, -1e30f));
        assertArrayEquals(new float[] {0, 1}, softmax(-3e38f, 3e38f));
        assertArrayEquals(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, softmax(-1e4f, -1e4f, -1e4f, -1e4f));
    }

    @Test
    void aScoreOfMinusInfinityGetsNothing() {
        assertArrayEquals(new float[] {0.5f, 0, 0.5f}, softmax(7, Float.NEGATIVE_INFINITY, 7));
    }

    @Test
    void notANumberSpreadsOverItsRow() {
        for (float share : softmax(1, Float.NaN, 2)) {
            assertTrue(Float.isNaN(share), "share " + share);
        }
    }

    @Test
    void sharesSumToOne() {
        var scores = new float[1000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (i * 7919 % 1000) / 100f;
        }
        double sum = 0;
        for (float share : softmax(scores)) {
            sum += share;
        }
        assertEquals(1, sum, 1e-6);
    }

    private static float[] softmax(float... scores) {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            return SoftmaxOp.apply(ws, ws.of(Shape.of(1, scores.length), scores)).toArray();
        }
    }
}
