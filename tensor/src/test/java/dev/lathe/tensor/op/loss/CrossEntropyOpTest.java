package dev.lathe.tensor.op.loss;

import static dev.lathe.tensor.op.loss.CrossEntropyOp.IGNORE_INDEX;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossEntropyOpTest {
    private static final float[] LOGITS = {
        1.1050f, 0.3013f, -1.5394f, -2.1528f, -0.8634f,
        1.0730f, -0.9419f, -0.1670f, -0.6582f, 0.5061f,
        0.8318f, 1.1154f, -0.3610f, 0.5351f, 1.0830f};
    private static final int[] LABELS = {1, 0, 4};

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace ws = Workspace.recording("step", backend);

    @AfterEach
    void close() {
        ws.close();
        backend.close();
    }

    @Test
    void givesTheGoldenLossAndGradient() {
        Tensor logits = ws.variable(Shape.of(3, 5), LOGITS);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(3), LABELS));
        assertEquals(1.1312335072928938, loss.item(), 3e-7);
        ws.backward(loss);
        assertArrayEquals(
                new float[] {
                    0.1964400428f, -0.2453931139f, 0.0139566662f, 0.0075576271f, 0.0274387778f,
                    -0.1795158869f, 0.0205090548f, 0.0445123414f, 0.0272367315f, 0.0872577591f,
                    0.0715291246f, 0.0949836435f, 0.0216998360f, 0.0531652349f, -0.2413778390f},
                logits.gradient().toArray(), 1e-7f);
    }

    @Test
    void smoothsLabels() {
        Tensor logits = ws.of(Shape.of(3, 5), LOGITS);
        Tensor ones = ws.of(Shape.of(5), 1, 1, 1, 1, 1);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(3), LABELS), ones, 0.1f);
        assertEquals(1.2140301739595605, loss.item(), 3e-7);
    }

    @Test
    void rowsLeftOutCountNothing() {
        Tensor logits = ws.variable(Shape.of(3, 5), LOGITS);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(3), 1, IGNORE_INDEX, 4));
        Tensor rest = ws.of(Shape.of(2, 5),
                1.1050f, 0.3013f, -1.5394f, -2.1528f, -0.8634f, 0.8318f, 1.1154f, -0.3610f, 0.5351f, 1.0830f);
        assertEquals(CrossEntropyOp.apply(ws, rest, ws.ofInts(Shape.of(2), 1, 4)).item(), loss.item(), 2e-7);
        ws.backward(loss);
        float[] gradient = logits.gradient().toArray();
        for (int i = 5; i < 10; i++) {
            assertEquals(0f, gradient[i]);
        }
    }

    @Test
    void aRowLeftOutMayHoldAnything() {
        float nan = Float.NaN;
        Tensor logits = ws.variable(Shape.of(2, 2), 0, 0, nan, nan);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(2), 0, IGNORE_INDEX));
        assertEquals(Math.log(2), loss.item(), 1e-7);
        ws.backward(loss);
        assertArrayEquals(new float[] {-0.5f, 0.5f, 0, 0}, logits.gradient().toArray(), 1e-7f);
    }

    @ParameterizedTest
    @ValueSource(floats = {-5, 0, 12, 22, 23, 60, 71, 72, 90, 300, 1e30f})
    void theLargestOfManyScoresMayBeAnywhere(float largest) {
        int classes = 3001;
        var logits = new float[classes];
        logits[2500] = largest;
        Tensor loss = CrossEntropyOp.apply(ws, ws.of(Shape.of(1, classes), logits), ws.ofInts(Shape.of(1), 7));
        double expected = largest > 50 ? largest : Math.log(classes - 1 + Math.exp(largest));
        assertEquals(expected, loss.item(), 2e-7 * expected);
    }

    @Test
    void allButTheLastOfManyScoresMayBeInfinitelyLow() {
        int classes = 3001;
        var logits = new float[2 * classes];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[classes - 1] = 3;
        logits[2 * classes - 1] = 3;
        Tensor rows = ws.of(Shape.of(2, classes), logits);
        assertEquals(0f, CrossEntropyOp.apply(ws, rows, ws.ofInts(Shape.of(2), classes - 1, IGNORE_INDEX)).item());
        assertEquals(Float.POSITIVE_INFINITY, CrossEntropyOp.apply(ws, rows, ws.ofInts(Shape.of(2), 0, 0)).item());
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Tensor logits = ws.variable(Shape.of(1, 3), 1e30f, -1e30f, 0);
        Tensor loss = CrossEntropyOp.apply(ws, logits, ws.ofInts(Shape.of(1), 0));
        assertEquals(0f, loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[3], logits.gradient().toArray());
        Tensor wrong = CrossEntropyOp.apply(ws, ws.of(Shape.of(1, 2), 1000, 0), ws.ofInts(Shape.of(1), 1));
        assertEquals(1000f, wrong.item());
    }
}
