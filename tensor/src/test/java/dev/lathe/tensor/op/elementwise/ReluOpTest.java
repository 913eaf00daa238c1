package dev.lathe.tensor.op.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReluOpTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    /// 19 elements: some go through vectors, some through the plain form.
    private static final float[] X = {
        0, -0f, NAN, INFINITY, -INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, 1, -1,
        0, -0f, NAN, 2, -2, 3, 0, -0f, NAN, INFINITY};
    private static final float[] Y = {
        0, 0, NAN, INFINITY, 0, Float.MIN_VALUE, 0, 1, 0,
        0, 0, NAN, 2, 0, 3, 0, 0, NAN, INFINITY};

    @Test
    void keepsWhatIsAboveZeroAndWhatIsNoNumber() {
        onEveryForm(ws -> assertArrayEquals(Y, ReluOp.apply(ws, ws.of(Shape.of(19), X)).toArray()));
    }

    @Test
    void theSlopeAtZeroIsZero() {
        onEveryForm(ws -> {
            Tensor x = ws.variable(Shape.of(19), X);
            ws.backward(SumOp.apply(ws, ReluOp.apply(ws, x)));
            assertArrayEquals(
                    new float[] {0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1}, x.gradient().toArray());
        });
    }

    /// An infinite gradient times a slope of 0 would be NaN.
    @Test
    void nothingPassesBackThroughAnElementThatIsOff() {
        onEveryForm(ws -> {
            Tensor x = ws.variable(Shape.of(2), -1, 1);
            Tensor steep = MulOp.apply(ws, ReluOp.apply(ws, x), ws.of(Shape.of(2), INFINITY, 5));
            ws.backward(SumOp.apply(ws, steep));
            assertArrayEquals(new float[] {0, 5}, x.gradient().toArray());
        });
    }

    private static void onEveryForm(Consumer<Workspace> test) {
        for (var backend : List.of(new CpuBackend(1), CpuBackend.plain(1))) {
            try (backend; var ws = Workspace.recording("step", backend)) {
                test.accept(ws);
            }
        }
    }
}
