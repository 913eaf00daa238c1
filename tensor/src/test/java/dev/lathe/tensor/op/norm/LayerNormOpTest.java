package dev.lathe.tensor.op.norm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayerNormOpTest {
    @Test
    void givesTheGoldenValues() {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("golden", backend)) {
            Tensor x = ws.of(Shape.of(2, 4), 1, 2, 3, 4, -1, 0.5f, 2, 7);
            Tensor weight = ws.of(Shape.of(4), 1, 2, 0.5f, -1);
            Tensor bias = ws.of(Shape.of(4), 0, 0.1f, 0.2f, 0.3f);
            assertArrayEquals(
                    new float[] {
                        -1.3416407865f, -0.794427191f, 0.4236067977f, -1.0416407865f,
                        -1.0389645437f, -0.9805231254f, 0.1792207091f, -1.3207846881f},
                    LayerNormOp.apply(ws, x, weight, bias, 1e-12f).toArray(), 3e-7f);
            assertArrayEquals(
                    new float[] {
                        -1.34163542f, -0.7944236133f, 0.4236059033f, -1.0416354200f,
                        -1.0389639694f, -0.9805225282f, 0.1792207206f, -1.3207837923f},
                    LayerNormOp.apply(ws, x, weight, bias, 1e-5f).toArray(), 3e-7f);
        }
    }

    /// What is left is the rounding of the mean, 1.1e-4 here: the sum is 768,000, where floats are 0.06 apart. In one
    /// pass (mean of squares less square of the mean) the error is 1.2, a whole deviation.
    @Test
    void keepsItsDigitsFarFromZero() {
        int cols = 768;
        var x = new float[cols];
        var random = new SplittableRandom(1);
        double mean = 0;
        for (int i = 0; i < cols; i++) {
            x[i] = (float) (1000 + random.nextGaussian());
            mean += (double) x[i] / cols;
        }
        double variance = 0;
        for (float v : x) {
            variance += Math.pow(v - mean, 2) / cols;
        }
        float[] y = normalized(cols, x);
        for (int i = 0; i < cols; i++) {
            assertEquals((x[i] - mean) / Math.sqrt(variance), y[i], 2e-4, "feature " + i);
        }
    }

    @Test
    void aConstantRowGivesTheBiasNotNaN() {
        for (float value : new float[] {0, 3, -0.1f, 1e30f}) {
            for (int cols : new int[] {1, 2, 16, 64}) {
                var x = new float[cols];
                Arrays.fill(x, value);
                assertArrayEquals(new float[cols], normalized(cols, x), "%d features of %s".formatted(cols, value));
            }
        }
    }

    @Test
    void normalizesEachRowWhateverTheOthers() {
        int cols = 33;
        var random = new SplittableRandom(2);
        var rows = new float[3 * cols];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        float[] together = normalized(cols, rows);
        float[] alone = normalized(cols, Arrays.copyOfRange(rows, cols, 2 * cols));
        assertArrayEquals(alone, Arrays.copyOfRange(together, cols, 2 * cols));
    }

    /// Moving a row along the ones does not change the result, so its gradient sums to 0.
    @Test
    void theGradientOfARowSumsToZero() {
        int cols = 40;
        var random = new SplittableRandom(3);
        var x = new float[cols];
        var w = new float[cols];
        for (int i = 0; i < cols; i++) {
            x[i] = (float) random.nextGaussian();
            w[i] = (float) random.nextGaussian();
        }
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("step", backend)) {
            Tensor in = ws.variable(Shape.of(1, cols), x);
            Tensor y = LayerNormOp.apply(ws, in, ws.of(Shape.of(cols), w), ws.zeros(Shape.of(cols)), 1e-12f);
            ws.backward(SumOp.apply(ws, y));
            double sum = 0;
            double magnitude = 0;
            for (float g : in.gradient().toArray()) {
                sum += g;
                magnitude += Math.abs(g);
            }
            assertEquals(0, sum, 1e-5);
            assertTrue(magnitude > 1, "the gradient itself is " + magnitude);
        }
    }

    private static float[] normalized(int cols, float[] values) {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            var ones = new float[cols];
            Arrays.fill(ones, 1);
            return LayerNormOp.apply(
                    ws, ws.of(Shape.of(values.length / cols, cols), values), ws.of(Shape.of(cols), ones),
                    ws.zeros(Shape.of(cols)), 1e-12f).toArray();
        }
    }
}
