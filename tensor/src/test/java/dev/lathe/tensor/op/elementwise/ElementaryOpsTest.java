package dev.lathe.tensor.op.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.norm.LogSoftmaxOp;
import dev.lathe.tensor.op.reduce.MaxOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tensor.op.shape.DetachOp;
import dev.lathe.tensor.op.shape.ReshapeOp;
import dev.lathe.tensor.op.shape.ReverseGradientOp;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Where functions of one or two numbers end.
class ElementaryOpsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace ws = Workspace.recording("step", backend);

    @AfterEach
    void close() {
        ws.close();
        backend.close();
    }

    @Test
    void theLogarithmOfZeroIsInfiniteAndBelowThereIsNone() {
        assertArrayEquals(new float[] {-INFINITY, -INFINITY, NAN, NAN, INFINITY, 0},
                LogOp.apply(ws, ws.of(Shape.of(6), 0, -0f, -1, NAN, INFINITY, 1)).toArray());
        Tensor x = ws.variable(Shape.of(2), 0, 2);
        ws.backward(SumOp.apply(ws, LogOp.apply(ws, x)));
        assertArrayEquals(new float[] {INFINITY, 0.5f}, x.gradient().toArray());
    }

    @Test
    void aQuotientByZeroIsInfiniteOrNothing() {
        assertArrayEquals(new float[] {INFINITY, -INFINITY, -INFINITY, NAN},
                DivOp.apply(ws, ws.of(Shape.of(4), 1, -1, 1, 0), ws.of(Shape.of(4), 0, 0, -0f, 0)).toArray());
    }

    @Test
    void theRootBelowZeroIsNothingAndSteepAtZero() {
        Tensor x = ws.variable(Shape.of(3), -1, 0, 4);
        Tensor y = SqrtOp.apply(ws, x);
        assertArrayEquals(new float[] {NAN, 0, 2}, y.toArray());
        ws.backward(SumOp.apply(ws, y));
        assertArrayEquals(new float[] {NAN, INFINITY, 0.25f}, x.gradient().toArray());
    }

    @Test
    void theExponentialEndsInInfinityAndZero() {
        assertArrayEquals(new float[] {INFINITY, 0, 1, INFINITY, 0, NAN},
                ExpOp.apply(ws, ws.of(Shape.of(6), 89, -105, 0, INFINITY, -INFINITY, NAN)).toArray());
    }

    @Test
    void theSigmoidReachesItsEnds() {
        Tensor x = ws.variable(Shape.of(4), -INFINITY, 0, INFINITY, 100);
        Tensor y = SigmoidOp.apply(ws, x);
        assertArrayEquals(new float[] {0, 0.5f, 1, 1}, y.toArray());
        ws.backward(SumOp.apply(ws, y));
        assertArrayEquals(new float[] {0, 0.25f, 0, 0}, x.gradient().toArray());
    }

    /// A score of -infinity is no candidate: its share is 0, and it passes nothing back.
    @Test
    void whatIsMaskedInALogSoftmaxHasNoShareAndNoGradient() {
        Tensor x = ws.variable(Shape.of(1, 3), 1, -INFINITY, 1);
        Tensor y = LogSoftmaxOp.apply(ws, x);
        assertArrayEquals(new float[] {-0.6931472f, -INFINITY, -0.6931472f}, y.toArray(), 1e-7f);
        ws.backward(SumOp.apply(ws, MulOp.apply(ws, ExpOp.apply(ws, y), ws.of(Shape.of(1, 3), 1, 5, 2))));
        assertArrayEquals(new float[] {-0.25f, 0, 0.25f}, x.gradient().toArray(), 1e-7f);
    }

    /// Softmax of -200 is 0, whose logarithm is infinite.
    @Test
    void aLogSoftmaxKeepsWhatSoftmaxLoses() {
        assertArrayEquals(new float[] {0, -200}, LogSoftmaxOp.apply(ws, ws.of(Shape.of(1, 2), 300, 100)).toArray());
    }

    @Test
    void theFirstThatIsNotFiniteIsNamed() {
        Tensor x = ws.variable(Shape.of(2), -1, 1);
        ScaleOp.apply(ws, LogOp.apply(ws, ScaleOp.apply(ws, x, 2)), 3);
        assertEquals(Optional.of("log"), ws.firstNonFinite());
    }

    @Test
    void theFirstOfEqualMaximaGetsTheGradientAndNaNIsTheLargest() {
        Tensor x = ws.variable(Shape.of(2, 4), 1, 3, 3, 2, 5, NAN, 7, NAN);
        Tensor y = MaxOp.apply(ws, x, 1);
        assertArrayEquals(new float[] {3, NAN}, y.toArray());
        ws.backward(SumOp.apply(ws, y));
        assertArrayEquals(new float[] {0, 1, 0, 0, 0, 1, 0, 0}, x.gradient().toArray());
    }

    @Test
    void nothingPassesBackThroughWhatIsDetached() {
        Tensor x = ws.variable(Shape.of(2), 2, 3);
        Tensor detached = DetachOp.apply(ws, ScaleOp.apply(ws, x, 10));
        ws.backward(SumOp.apply(ws, MulOp.apply(ws, x, detached)));
        assertArrayEquals(new float[] {20, 30}, x.gradient().toArray());
    }

    /// loss = Σ 10 x w: w gets 10 x as ever, x the opposite of half of its 10 w.
    @Test
    void whatIsReversedTurnsTheGradientOfWhatItComesFromAlone() {
        Tensor x = ws.variable(Shape.of(2), 2, 3);
        Tensor weight = ws.variable(Shape.of(2), 5, -7);
        Tensor loss = SumOp.apply(ws, MulOp.apply(ws, weight, ReverseGradientOp.apply(ws, ScaleOp.apply(ws, x, 10), 0.5f)));
        assertEquals(10 * (2 * 5 - 3 * 7), loss.item());
        ws.backward(loss);
        assertArrayEquals(new float[] {20, 30}, weight.gradient().toArray());
        assertArrayEquals(new float[] {-25, 35}, x.gradient().toArray());
    }

    /// What was discarded may be overwritten; a reshaped or detached tensor holds values of its own.
    @Test
    void aReshapedTensorOutlivesWhatItWasMadeOf() {
        try (var inference = Workspace.inference("test", backend)) {
            Tensor x = inference.of(Shape.of(2, 2), 1, 2, 3, 4);
            Tensor reshaped = ReshapeOp.apply(inference, x, Shape.of(4));
            Tensor detached = DetachOp.apply(inference, x);
            inference.discard(x);
            inference.of(Shape.of(2, 2), NAN, NAN, NAN, NAN);
            assertArrayEquals(new float[] {1, 2, 3, 4}, reshaped.toArray());
            assertArrayEquals(new float[] {1, 2, 3, 4}, detached.toArray());
        }
    }
}
