package dev.lathe.tensor.op.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AttentionOpTest {
    private static final int HIDDEN = 6;
    private static final AttentionOp.Config CONFIG = new AttentionOp.Config(2, 0, 0, 128);

    /// 70 tokens: more than one block of queries, where parts of a shared gradient used to overwrite each other.
    @Test
    void addsAllThreeGradientsOfOneTensorGivenThrice() {
        float[] values = random(70 * HIDDEN, 1);
        try (var backend = new CpuBackend(1)) {
            float[] apart = new float[values.length];
            try (var ws = Workspace.recording("apart", backend)) {
                Tensor q = ws.variable(Shape.of(70, HIDDEN), values);
                Tensor k = ws.variable(Shape.of(70, HIDDEN), values);
                Tensor v = ws.variable(Shape.of(70, HIDDEN), values);
                backward(ws, q, k, v, 70);
                for (int i = 0; i < apart.length; i++) {
                    apart[i] = q.gradient().toArray()[i] + k.gradient().toArray()[i] + v.gradient().toArray()[i];
                }
            }
            try (var ws = Workspace.recording("shared", backend)) {
                Tensor x = ws.variable(Shape.of(70, HIDDEN), values);
                backward(ws, x, x, x, 70);
                assertArrayEquals(apart, x.gradient().toArray());
            }
        }
    }

    @Test
    void givesASequenceTheSameBitsWhateverItsNeighbours() {
        float[] values = random(90 * HIDDEN, 2);
        try (var backend = new CpuBackend(2); var ws = Workspace.inference("batch", backend)) {
            Tensor all = ws.of(Shape.of(90, HIDDEN), values);
            float[] together =
                    AttentionOp.apply(ws, all, all, all, PackedSequences.of(ws, 3, 70, 17), CONFIG).toArray();
            float[] middle = Arrays.copyOfRange(values, 3 * HIDDEN, 73 * HIDDEN);
            Tensor one = ws.of(Shape.of(70, HIDDEN), middle);
            float[] alone = AttentionOp.apply(ws, one, one, one, PackedSequences.of(ws, 70), CONFIG).toArray();
            assertArrayEquals(alone, Arrays.copyOfRange(together, 3 * HIDDEN, 73 * HIDDEN));
        }
    }

    @Test
    void letsTheLastTokenReachTheFirst() {
        float[] values = random(5 * HIDDEN, 3);
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("reach", backend)) {
            Tensor x = ws.of(Shape.of(5, HIDDEN), values);
            Tensor v = ws.variable(Shape.of(5, HIDDEN), values);
            Tensor out = AttentionOp.apply(ws, x, x, v, PackedSequences.of(ws, 5), CONFIG);
            var first = new float[values.length];
            Arrays.fill(first, 0, HIDDEN, 1);
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, out, ws.of(Shape.of(5, HIDDEN), first))));
            float[] gradient = v.gradient().toArray();
            double sum = 0;
            for (float g : gradient) {
                sum += g;
            }
            // Each head's shares of the first query sum to 1, for each of its 3 features.
            assertEquals(HIDDEN, sum, 1e-5);
            for (int i = 4 * HIDDEN; i < 5 * HIDDEN; i++) {
                assertTrue(gradient[i] > 0.001, "share of the last token " + gradient[i]);
            }
        }
    }

    private static void backward(Workspace ws, Tensor q, Tensor k, Tensor v, int tokens) {
        Tensor out = AttentionOp.apply(ws, q, k, v, PackedSequences.of(ws, tokens), CONFIG);
        Tensor weights = ws.of(out.shape(), random(out.shape().size(), 4));
        ws.backward(SumOp.apply(ws, MulOp.apply(ws, out, weights)));
    }

    private static float[] random(int count, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
