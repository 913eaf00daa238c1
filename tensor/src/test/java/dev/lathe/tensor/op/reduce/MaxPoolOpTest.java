package dev.lathe.tensor.op.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import org.junit.jupiter.api.Test;

class MaxPoolOpTest {
    private static final float NAN = Float.NaN;

    /// A maximum that passes over NaN hides that the numbers before it went wrong.
    @Test
    void notANumberComesThroughWhereverItStands() {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(3, 4), NAN, 1, 1, 7, 2, NAN, 2, 9, 3, 3, NAN, 8);
            Tensor y = MaxPoolOp.apply(ws, x, PackedSequences.of(ws, 3));
            assertArrayEquals(new float[] {NAN, NAN, NAN, 9}, y.toArray());
            ws.backward(SumOp.apply(ws, y));
            assertArrayEquals(new float[] {1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0}, x.gradient().toArray());
        }
    }

    @Test
    void theFirstOfEqualsGetsTheGradient() {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(3, 1), 5, 5, 5);
            ws.backward(SumOp.apply(ws, MaxPoolOp.apply(ws, x, PackedSequences.of(ws, 1, 2))));
            assertArrayEquals(new float[] {1, 1, 0}, x.gradient().toArray());
        }
    }
}
