package dev.lathe.tensor.op.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanCrossEntropyOpTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace ws = Workspace.recording("step", backend);

    @AfterEach
    void close() {
        ws.close();
        backend.close();
    }

    @Test
    void tokensOfEqualScoreShareTheProbability() {
        Tensor logits = ws.variable(Shape.of(6, 1), 7, 7, -3, -3, -3, -3);
        Tensor loss = SpanCrossEntropyOp.apply(
                ws, logits, PackedSequences.of(ws, 2, 4), ws.ofInts(Shape.of(2, 1), 1, 0));
        assertEquals(Math.log(2) / 2 + Math.log(4) / 2, loss.item(), 5e-7);
        ws.backward(loss);
        assertArrayEquals(
                new float[] {0.25f, -0.25f, -0.375f, 0.125f, 0.125f, 0.125f}, logits.gradient().toArray(), 5e-7f);
    }

    /// The same sequences as rows of a matrix, a column at a time.
    @Test
    void isCrossEntropyOverTheTokensOfEachSequence() {
        float[] starts = {1.105f, 0.3013f, -1.5394f, 1.073f, -0.9419f, -0.167f};
        float[] ends = {-2.1528f, -0.8634f, 0.5061f, 0.8318f, 1.1154f, -0.361f};
        var packed = new float[12];
        for (int row = 0; row < 6; row++) {
            packed[2 * row] = starts[row];
            packed[2 * row + 1] = ends[row];
        }
        Tensor logits = ws.of(Shape.of(6, 2), packed);
        Tensor loss = SpanCrossEntropyOp.apply(
                ws, logits, PackedSequences.of(ws, 3, 3), ws.ofInts(Shape.of(2, 2), 0, 2, 1, 1));
        float start = CrossEntropyOp.apply(ws, ws.of(Shape.of(2, 3), starts), ws.ofInts(Shape.of(2), 0, 1)).item();
        float end = CrossEntropyOp.apply(ws, ws.of(Shape.of(2, 3), ends), ws.ofInts(Shape.of(2), 2, 1)).item();
        assertEquals((start + end) / 2, loss.item(), 2e-7);
    }

    @Test
    void oneTokenIsAlwaysRight() {
        Tensor logits = ws.variable(Shape.of(2, 1), -40, 1e30f);
        Tensor loss = SpanCrossEntropyOp.apply(
                ws, logits, PackedSequences.of(ws, 1, 1), ws.ofInts(Shape.of(2, 1), 0, 0));
        assertEquals(0f, loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[2], logits.gradient().toArray());
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Tensor logits = ws.variable(Shape.of(2, 2), 1e30f, -1e30f, -1e30f, 1000);
        Tensor loss = SpanCrossEntropyOp.apply(
                ws, logits, PackedSequences.of(ws, 2), ws.ofInts(Shape.of(1, 2), 0, 1));
        assertEquals(0f, loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[4], logits.gradient().toArray());
    }
}
