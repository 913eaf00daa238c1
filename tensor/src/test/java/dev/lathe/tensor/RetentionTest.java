package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Results that are given back in the forward pass and made again in the backward pass.
class RetentionTest {
    private static final Shape SHAPE = Shape.of(2, 3);
    private static final float EPSILON = 1e-12f;

    private final CpuBackend backend = CpuBackend.plain(1);

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Test
    void resultsThatCanBeMadeAgainAreGivenBackAtOnce() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = x(ws, 1);
            Tensor normal = normalised(ws, x);
            Tensor square = MulOp.apply(ws, normal, normal);
            ws.discard(normal);
            var used = assertThrows(IllegalStateException.class, normal::toArray);
            assertEquals("tensor of 6 floats: used after workspace 'step' took its memory back", used.getMessage());
            ws.backward(SumOp.apply(ws, square));
        }
    }

    /// What a map of low rank beside a frozen one leaves behind: its memory is most of what a step of LoRA could save.
    @Test
    void resultsThatNoGradientReadsAreGivenBackAtOnce() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = x(ws, 1);
            Tensor frozen = ws.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
            Tensor low = MatMulOp.apply(ws, x, false, frozen, true);
            Tensor scaled = ScaleOp.apply(ws, low, 2);
            Tensor up = ws.variable(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
            Tensor y = MatMulOp.apply(ws, scaled, false, up, true);
            Tensor attended = AttentionOp.apply(
                    ws, y, y, y, PackedSequences.of(ws, 2), new AttentionOp.Config(1, 0, 0, 2));
            Tensor loss = SumOp.apply(ws, attended);
            List.of(low, scaled, y, attended).forEach(ws::discard);
            assertThrows(IllegalStateException.class, low::toArray);
            assertThrows(IllegalStateException.class, attended::toArray);
            assertEquals(4, scaled.toArray().length, "the gradient of the second map reads it");
            assertEquals(6, y.toArray().length, "attention reads it");
            ws.backward(loss);
        }
    }

    @Test
    void gradientsAreTheSameBits() {
        assertArrayEquals(gradients(false, 1).getFirst(), gradients(true, 1).getFirst());
    }

    /// The tensors that a result is made again from may themselves have to be made again.
    @Test
    void gradientsAreTheSameBitsThroughAChain() {
        List<float[]> kept = gradients(false, 4);
        List<float[]> made = gradients(true, 4);
        for (int i = 0; i < kept.size(); i++) {
            assertArrayEquals(kept.get(i), made.get(i));
        }
    }

    @Test
    void aResultThatNoGradientReachesIsNotMadeAgain() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = x(ws, 1);
            Tensor aside = normalised(ws, x);
            MulOp.apply(ws, aside, aside);
            ws.discard(aside);
            ws.backward(SumOp.apply(ws, x));
            assertThrows(IllegalStateException.class, aside::toArray);
            assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, x.gradient().toArray());
        }
    }

    @Test
    void whatWasGivenBackIsSearchedForNonFiniteValuesToo() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor normal = normalised(ws, x(ws, Float.NaN));
            Tensor square = MulOp.apply(ws, normal, normal);
            ws.discard(normal);
            assertEquals(Optional.of("layerNorm"), ws.firstNonFinite());
            assertThrows(IllegalStateException.class, normal::toArray);
            ws.backward(SumOp.apply(ws, square));
        }
    }

    /// @param length of the chain of ops whose results can be made again
    private List<float[]> gradients(boolean discard, int length) {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = x(ws, 3);
            Tensor weight = ws.variable(Shape.of(3, 3), 0.5f, -1, 2, 1, 0.25f, -0.5f, 3, -2, 1);
            Tensor bias = ws.variable(Shape.of(3), 0.1f, -0.2f, 0.3f);
            var chain = new ArrayList<Tensor>();
            Tensor last = x;
            for (int i = 0; i < length; i++) {
                chain.add(normalised(ws, last));
                chain.add(LinearGeluOp.apply(ws, chain.getLast(), weight, bias));
                chain.add(GeluOp.apply(ws, chain.getLast()));
                last = chain.getLast();
            }
            Tensor square = MulOp.apply(ws, last, last);
            if (discard) {
                chain.forEach(ws::discard);
            }
            ws.backward(SumOp.apply(ws, square));
            return List.of(
                    x.gradient().toArray(), weight.gradient().toArray(), bias.gradient().toArray());
        }
    }

    private static Tensor x(Workspace ws, float first) {
        return ws.variable(SHAPE, first, -2, 0.5f, 4, 0.25f, -1);
    }

    private static Tensor normalised(Workspace ws, Tensor x) {
        return LayerNormOp.apply(ws, x, ws.of(Shape.of(3), 2, -1, 0.5f), ws.of(Shape.of(3), 0, 1, 2), EPSILON);
    }
}
