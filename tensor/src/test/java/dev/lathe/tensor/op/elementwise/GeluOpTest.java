package dev.lathe.tensor.op.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Golden values of both forms: they differ by up to 4.7e-4, so a model trained with one must not run the other.
class GeluOpTest {
    private static final float[] X = {3, 1, 4, 0.15f, -3, -0.1f, 0.5f, 2.7f, -1.8f, -0.28f, 0, -6, 10};

    @Test
    void geluIsTheErfForm() {
        check(GeluOp::apply,
                new float[] {
                    2.9959503059f, 0.8413447461f, 3.9998733150f, 0.0839426539f, -0.0040496941f, -0.0460172163f,
                    0.3457312306f, 2.6906391707f, -0.0646745744f, -0.1091268507f, 0, -5.9195e-09f, 10},
                new float[] {
                    1.0119456472f, 1.0833154706f, 1.0005036497f, 0.6187895920f, -0.0119456472f, 0.4204769080f,
                    0.8674951247f, 1.0246695502f, -0.1061799659f, 0.2823289906f, 0.5f, -3.5469e-08f, 1});
    }

    @Test
    void geluNewIsTheTanhForm() {
        check(GeluNewOp::apply,
                new float[] {
                    2.9963626079f, 0.8411919906f, 3.9999297541f, 0.0839424898f, -0.0036373921f, -0.0460172490f,
                    0.3457140098f, 2.6911124054f, -0.0647404732f, -0.1091287657f, 0, 0, 10},
                new float[] {
                    1.0115841666f, 1.0829640838f, 1.0003351231f, 0.6187852523f, -0.0115841666f, 0.4204782107f,
                    0.8673699035f, 1.0246678654f, -0.1069151315f, 0.2823555935f, 0.5f, 0, 1});
    }

    private static void check(BiFunction<Workspace, Tensor, Tensor> op, float[] values, float[] slopes) {
        try (var backend = new CpuBackend(1); var ws = Workspace.recording("golden", backend)) {
            Tensor x = ws.variable(Shape.of(X.length), X);
            Tensor y = op.apply(ws, x);
            assertArrayEquals(values, y.toArray(), 6e-7f);
            ws.backward(SumOp.apply(ws, y));
            assertArrayEquals(slopes, x.gradient().toArray(), 2e-6f);
        }
    }
}
