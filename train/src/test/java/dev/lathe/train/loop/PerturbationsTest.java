package dev.lathe.train.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.Device;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two texts, of 2 and 1 tokens of 2 features, whose loss is Σ slope x embedding.
class PerturbationsTest {
    private static final float[] EMBEDDINGS = {1, 2, 3, 4, 5, 6};
    private static final float[] SLOPE = {3, 0, 0, 4, -0.5f, 0};

    private final Device device = Device.cpu(1);
    private float[] seen = {};

    @AfterEach
    void close() {
        device.close();
    }

    private Runnable model(Perturbations texts) {
        return () -> {
            try (var ws = Workspace.training("step", device.backend(), new RandomKey(42, 7)).disturbedBy(texts)) {
                Tensor embeddings = ws.of(Shape.of(3, 2), EMBEDDINGS);
                Tensor moved = ws.disturbed(embeddings, PackedSequences.ofPart(ws, 4, 2, 1));
                seen = moved.toArray();
                ws.backward(SumOp.apply(ws, MulOp.apply(ws, moved, ws.of(Shape.of(3, 2), SLOPE))));
                assertArrayEquals(EMBEDDINGS, embeddings.toArray(), "the embeddings themselves stay");
            }
        };
    }

    private float[] delta() {
        var delta = new float[seen.length];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = seen[i] - EMBEDDINGS[i];
        }
        return delta;
    }

    private static double norm(float[] values, int from, int to) {
        return new TextVector(values, from, to).norm();
    }

    @Test
    void eachTextGoesAlongItsOwnGradientByEpsilon() {
        var texts = new Perturbations(0);
        texts.pass(model(texts), (delta, gradient) -> TextVector.set(delta, gradient, 0.75));
        assertArrayEquals(EMBEDDINGS, seen, "the first pass is clean");
        texts.pass(model(texts), TextVector.STAYS);
        assertArrayEquals(new float[] {0.45f, 0, 0, 0.6f, -0.75f, 0}, delta(), 1e-6f);
        assertEquals(0.75, norm(delta(), 0, 4), 1e-6);
        assertEquals(0.75, norm(delta(), 4, 6), 1e-6);
    }

    @Test
    void movesEndInTheBall() {
        var texts = new Perturbations(0);
        for (int i = 0; i < 3; i++) {
            texts.pass(model(texts), (delta, gradient) -> {
                TextVector.add(delta, gradient, 0.25);
                TextVector.project(delta, 0.6);
            });
        }
        assertEquals(0.5, norm(delta(), 0, 4), 1e-6, "two moves of a quarter");
        texts.pass(model(texts), TextVector.STAYS);
        assertEquals(0.6, norm(delta(), 0, 4), 1e-6, "the third would have left it");
    }

    @Test
    void aRandomStartIsThatOfTheTextAndTheStep() {
        var texts = new Perturbations(0.5);
        texts.pass(model(texts), TextVector.STAYS);
        float[] first = seen;
        var again = new Perturbations(0.5);
        again.pass(model(again), TextVector.STAYS);
        assertArrayEquals(first, seen);
        float[] delta = delta();
        for (int i = 0; i < 4; i++) {
            assertTrue(delta[i] != 0 && Math.abs(delta[i]) <= 0.25, Arrays.toString(delta));
        }
        assertTrue(Math.abs(delta[0] - delta[4]) > 1e-4, "texts begin apart");
    }

    @Test
    void noGradientIsNoDirection() {
        var delta = new TextVector(new float[] {1, 2}, 0, 2);
        TextVector.set(delta, new TextVector(new float[2], 0, 2), 3);
        TextVector.add(delta, new TextVector(new float[2], 0, 2), 3);
        assertArrayEquals(new float[2], delta.values());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        AdversarialOptions fgm = AdversarialOptions.Method.FGM.usual();
        assertEquals("adversarialEpsilon -1.0: needs more than 0", refusal(() -> fgm.withEpsilon(-1)));
        assertEquals("adversarialSteps 3: fgm takes one; choose pgd or freelb", refusal(() -> fgm.withSteps(3)));
        assertEquals("adversarialSteps 0: needs at least 1", refusal(() -> AdversarialOptions.Method.PGD.usual().withSteps(0)));
        assertEquals("adversarialRate 0.0: needs more than 0", refusal(() -> AdversarialOptions.Method.PGD.usual().withRate(0)));
    }

    private static String refusal(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
