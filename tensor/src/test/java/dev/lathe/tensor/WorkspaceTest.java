package dev.lathe.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.reduce.SumOp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private final CpuBackend backend = new CpuBackend(2);

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    @Test
    void tensorsEndWithIt() {
        var step = Workspace.training("step 41", backend, new RandomKey(1, 41));
        Tensor floats = step.zeros(Shape.of(2, 3));
        Tensor ints = step.ofInts(Shape.of(2), 4, 5);
        assertArrayEquals(new int[] {4, 5}, ints.toIntArray());
        step.close();
        state("tensor of 6 floats: used after workspace 'step 41' closed", floats::toArray);
        state("tensor of 2 ints: used after workspace 'step 41' closed", ints::toIntArray);
        try (var next = Workspace.inference("next", backend)) {
            state("tensor of 6 floats: used after workspace 'step 41' closed", () -> ScaleOp.apply(next, floats, 2));
        }
        state("workspace 'step 41': closed", () -> step.empty(Shape.of(1)));
    }

    @Test
    void parametersEndWithTheModel() {
        var model = Workspace.model("tiny", backend);
        Parameter weight = model.parameter("weight", Shape.of(3));
        model.close();
        state("tensor of 3 floats: used after workspace 'tiny' closed", () -> weight.value().toArray());
        state("workspace 'tiny': closed", () -> model.empty(Shape.of(1)));
    }

    @Test
    void closingTwiceGivesMemoryBackOnce() {
        var first = Workspace.inference("first", backend);
        first.empty(Shape.of(4));
        first.close();
        first.close();
        try (var a = Workspace.inference("a", backend);
                var b = Workspace.inference("b", backend)) {
            Tensor inA = a.of(Shape.of(2), 1, 2);
            b.of(Shape.of(2), 3, 4);
            assertArrayEquals(new float[] {1, 2}, inA.toArray());
        }
    }

    @Test
    void discardedMemoryServesAgain() {
        try (var ws = Workspace.inference("predict", backend)) {
            Tensor gone = ws.of(Shape.of(3), 1, 2, 3);
            ws.discard(gone);
            state("tensor of 3 floats: used after workspace 'predict' took its memory back", gone::toArray);
            state("tensor of 3 floats: used after workspace 'predict' took its memory back", () -> ws.discard(gone));
            Tensor next = ws.of(Shape.of(3), 4, 5, 6);
            Tensor other = ws.of(Shape.of(3), 7, 8, 9);
            assertArrayEquals(new float[] {4, 5, 6}, next.toArray());
            assertArrayEquals(new float[] {7, 8, 9}, other.toArray());
        }
    }

    @Test
    void discardsNothingThatABackwardPassMayNeed() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(3), 1, 2, 3);
            Tensor kept = AddOp.apply(ws, x, x);
            Tensor square = MulOp.apply(ws, kept, kept);
            Tensor loss = SumOp.apply(ws, square);
            ws.discard(kept);
            assertArrayEquals(new float[] {2, 4, 6}, kept.toArray());
            ws.backward(loss);
            assertArrayEquals(new float[] {8, 16, 24}, x.gradient().toArray());
        }
    }

    @Test
    void discardsWhatNoBackwardPassReads() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(3), 1, 2, 3);
            Tensor gone = AddOp.apply(ws, x, x);
            Tensor sum = AddOp.apply(ws, gone, x);
            ws.discard(gone);
            state("tensor of 3 floats: used after workspace 'step' took its memory back", gone::toArray);
            Tensor loss = SumOp.apply(ws, sum);
            ws.backward(loss);
            assertArrayEquals(new float[] {3, 3, 3}, x.gradient().toArray());
        }
    }

    @Test
    void discardsNoTensorOfAnotherWorkspace() {
        try (var model = Workspace.model("model", backend);
                var ws = Workspace.inference("predict", backend);
                var other = Workspace.inference("other", backend)) {
            Tensor weight = model.of(Shape.of(2), 1, 2);
            Tensor result = other.of(Shape.of(2), 3, 4);
            state("tensor of 2 floats: belongs to workspace 'model': only that can take it back",
                    () -> ws.discard(weight));
            state("tensor of 2 floats: belongs to workspace 'other': only that can take it back",
                    () -> ws.discard(result));
            assertArrayEquals(new float[] {1, 2}, weight.toArray());
            assertArrayEquals(new float[] {3, 4}, result.toArray());
        }
    }

    @Test
    void refusesAnotherNumberOfValues() {
        try (var ws = Workspace.inference("test", backend)) {
            argument("tensor [2,3]: needs 6 values, got 2", () -> ws.of(Shape.of(2, 3), 1, 2));
            argument("tensor [2]: needs 2 values, got 3", () -> ws.ofInts(Shape.of(2), 1, 2, 3));
            argument("tensor []: needs 1 values, got 0", () -> ws.variable(Shape.SCALAR));
            argument("item: tensor [2]: has not one element", () -> ws.zeros(Shape.of(2)).item());
            argument("toArray: tensor I32[1]: toIntArray reads it", () -> ws.ofInts(Shape.of(1), 1).toArray());
        }
    }

    @Test
    void backwardNeedsARecordedScalar() {
        try (var ws = Workspace.recording("step 7", backend)) {
            Tensor x = ws.variable(Shape.of(2), 1, 2);
            argument("backward: loss [2]: is no scalar", () -> ws.backward(ScaleOp.apply(ws, x, 3)));
            argument("backward: loss: depends on no parameter or variable recorded in workspace 'step 7'",
                    () -> ws.backward(SumOp.apply(ws, ws.zeros(Shape.of(2)))));
        }
        try (var ws = Workspace.inference("predict", backend)) {
            Tensor sum = SumOp.apply(ws, ws.variable(Shape.of(2), 1, 2));
            assertFalse(sum.needsGradient());
            argument("backward: loss: workspace 'predict' records nothing; one of Workspace.recording or training does",
                    () -> ws.backward(sum));
        }
    }

    @Test
    void backwardUsesTheTapeUp() {
        try (var ws = Workspace.recording("step 7", backend)) {
            Tensor x = ws.variable(Shape.of(2), 1, 2);
            Tensor loss = SumOp.apply(ws, ScaleOp.apply(ws, x, 3));
            ws.backward(loss);
            assertArrayEquals(new float[] {3, 3}, x.gradient().toArray());
            argument("backward: loss: depends on no parameter or variable recorded in workspace 'step 7', or an earlier backward has used "
                    + "up its tape",
                    () -> ws.backward(loss));
            ws.backward(SumOp.apply(ws, x));
            assertArrayEquals(new float[] {4, 4}, x.gradient().toArray());
        }
    }

    /// It would have gone no further, silently.
    @Test
    void refusesToLoseAGradientOnItsWay() {
        try (var ws = Workspace.recording("step", backend);
                var other = Workspace.recording("other", backend)) {
            Tensor x = ws.variable(Shape.of(2), 1, 2);
            Tensor shared = ScaleOp.apply(ws, x, 3);
            ws.backward(SumOp.apply(ws, shared));
            Tensor again = SumOp.apply(ws, MulOp.apply(ws, shared, shared));
            state("backward: mul: input [2]: was recorded in another workspace or used up by an earlier backward",
                    () -> ws.backward(again));
            assertArrayEquals(new float[] {3, 3}, x.gradient().toArray(), "no gradient was touched");
            Tensor foreign = ScaleOp.apply(other, ws.variable(Shape.of(2), 1, 2), 3);
            state("backward: sum: input [2]: was recorded in another workspace or used up by an earlier backward",
                    () -> ws.backward(SumOp.apply(ws, foreign)));
        }
    }

    @Test
    void opsThatDoNotReachTheLossGetNoGradient() {
        try (var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(1), 2);
            Tensor y = ws.variable(Shape.of(1), 3);
            ScaleOp.apply(ws, y, 5);
            ws.backward(SumOp.apply(ws, x));
            assertEquals(1, x.gradient().item());
            state("tensor [1]: has no gradient: no backward pass has reached it", y::gradient);
            state("tensor [1]: has no gradient: only parameters and variables keep one; a Recorder sees those of a model's places",
                    () -> ws.zeros(Shape.of(1)).gradient());
        }
    }

    private static void state(String message, Runnable bad) {
        assertEquals(message, assertThrows(IllegalStateException.class, bad::run).getMessage());
    }

    private static void argument(String message, Runnable bad) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, bad::run).getMessage());
    }
}
