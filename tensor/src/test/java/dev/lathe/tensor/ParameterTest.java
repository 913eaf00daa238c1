package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.reduce.SumOp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);
    private final Parameter weight = model.parameter("dense.weight", Shape.of(2));

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    @Test
    void gathersGradientsUntilTheyAreCleared() {
        weight.value().buffer().write(0, new float[] {5, 6}, 0, 2);
        assertFalse(weight.hasGradient());
        backward(3);
        assertArrayEquals(new float[] {3, 3}, weight.gradient().toArray());
        backward(4);
        assertArrayEquals(new float[] {7, 7}, weight.gradient().toArray());
        weight.clearGradient();
        assertFalse(weight.hasGradient());
        backward(2);
        assertTrue(weight.hasGradient());
        assertArrayEquals(new float[] {2, 2}, weight.gradient().toArray());
    }

    @Test
    void addsTheGradientsOfEveryUse() {
        weight.value().buffer().write(0, new float[] {5, 6}, 0, 2);
        try (var step = Workspace.recording("step", backend)) {
            Tensor square = MulOp.apply(step, weight.value(), weight.value());
            step.backward(SumOp.apply(step, MulOp.apply(step, square, weight.value())));
        }
        assertArrayEquals(new float[] {75, 108}, weight.gradient().toArray(), "3 w²");
    }

    @Test
    void saysThatItHasNoGradient() {
        assertEquals("parameter 'dense.weight': has no gradient",
                assertThrows(IllegalStateException.class, weight::gradient).getMessage());
        assertEquals("dense.weight[2]", weight.toString());
        assertEquals(Shape.of(2), weight.shape());
    }

    @Test
    void itsGradientOutlivesTheStep() {
        backward(1);
        Tensor gradient = weight.gradient();
        try (var next = Workspace.inference("next", backend)) {
            next.of(Shape.of(2), 8, 9);
            assertArrayEquals(new float[] {1, 1}, gradient.toArray());
        }
    }

    private void backward(float factor) {
        try (var step = Workspace.recording("step", backend)) {
            step.backward(SumOp.apply(step, ScaleOp.apply(step, weight.value(), factor)));
        }
    }
}
