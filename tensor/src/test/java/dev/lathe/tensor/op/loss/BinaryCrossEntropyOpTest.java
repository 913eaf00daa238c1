package dev.lathe.tensor.op.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BinaryCrossEntropyOpTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace ws = Workspace.recording("step", backend);

    @AfterEach
    void close() {
        ws.close();
        backend.close();
    }

    @Test
    void givesTheGoldenLossAndGradient() {
        Tensor logits = ws.variable(Shape.of(2, 3), 1.105f, -0.3013f, 2.5394f, -4.1528f, 0.8634f, 0);
        Tensor loss = BinaryCrossEntropyOp.apply(ws, logits, ws.of(Shape.of(2, 3), 1, 0, 0, 1, 0.25f, 0.75f));
        assertEquals(1.552702132286937, loss.item(), 3e-7);
        ws.backward(loss);
        assertArrayEquals(
                new float[] {
                    -0.0414673690f, 0.0708732868f, 0.1544763614f,
                    -0.1640871613f, 0.0755617531f, -0.0416666667f},
                logits.gradient().toArray(), 2e-8f);
    }

    @Test
    void anUndecidedScoreCostsAsMuchEitherWay() {
        Tensor loss = BinaryCrossEntropyOp.apply(ws, ws.zeros(Shape.of(1, 3)), ws.of(Shape.of(1, 3), 0, 1, 0.5f));
        assertEquals((float) Math.log(2), loss.item());
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Tensor logits = ws.variable(Shape.of(1, 4), 1e30f, -1e30f, 200, -200);
        Tensor loss = BinaryCrossEntropyOp.apply(ws, logits, ws.of(Shape.of(1, 4), 1, 0, 1, 0));
        assertEquals(0f, loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[4], logits.gradient().toArray());
    }

    @Test
    void aScoreThatIsWrongCostsItsSizeAndPullsWithFullStrength() {
        Tensor logits = ws.variable(Shape.of(1, 2), 1000, -3000);
        Tensor loss = BinaryCrossEntropyOp.apply(ws, logits, ws.of(Shape.of(1, 2), 0, 1));
        assertEquals(2000f, loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[] {0.5f, -0.5f}, logits.gradient().toArray());
    }

    /// log(1 + tiny) is tiny, not 0.
    @Test
    void aSureAndRightScoreStillCostsALittle() {
        Tensor loss = BinaryCrossEntropyOp.apply(ws, ws.of(Shape.of(1, 1), 30), ws.of(Shape.of(1, 1), 1));
        assertEquals(9.357623e-14f, loss.item(), 1e-19f);
    }
}
