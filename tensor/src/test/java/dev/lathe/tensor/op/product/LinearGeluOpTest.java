package dev.lathe.tensor.op.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The op against the two that it stands for, bit for bit.
class LinearGeluOpTest {
    private static final long SEED = Long.getLong("test.seed", 42);

    /// Shapes that the product runs in one job and in many, in one part of the depth and in several.
    @ParameterizedTest
    @CsvSource({"1, 5, 7", "9, 384, 1536", "300, 600, 170", "129, 1100, 33"})
    void hasTheBitsOfItsTwoParts(int rows, int in, int out) {
        assertArrayEquals(step(rows, in, out, false), step(rows, in, out, true), "-Dtest.seed=" + SEED);
    }

    /// The third time the weight's packed panels are kept: another way through the product.
    @ParameterizedTest
    @CsvSource({"1, 5, 7", "140, 600, 170"})
    void predictsTheBitsOfItsTwoParts(int rows, int in, int out) {
        try (var backend = new CpuBackend(2); var model = Workspace.model("model", backend)) {
            Tensor weight = model.of(Shape.of(out, in), numbers(out * in, 2));
            Tensor bias = model.of(Shape.of(out), numbers(out, 3));
            for (int time = 1; time <= 3; time++) {
                try (var ws = Workspace.inference("predict", backend)) {
                    Tensor x = ws.of(Shape.of(rows, in), numbers(rows * in, 1));
                    assertArrayEquals(
                            GeluOp.apply(ws, LinearOp.apply(ws, x, weight, bias)).toArray(),
                            LinearGeluOp.apply(ws, x, weight, bias).toArray(), "time " + time);
                }
            }
        }
    }

    /// Result and gradients of x, weight and bias.
    private static float[][] step(int rows, int in, int out, boolean fused) {
        try (var backend = new CpuBackend(2); var ws = Workspace.recording("step", backend)) {
            Tensor x = ws.variable(Shape.of(rows, in), numbers(rows * in, 1));
            Tensor weight = ws.variable(Shape.of(out, in), numbers(out * in, 2));
            Tensor bias = ws.variable(Shape.of(out), numbers(out, 3));
            Tensor y = fused
                    ? LinearGeluOp.apply(ws, x, weight, bias)
                    : GeluOp.apply(ws, LinearOp.apply(ws, x, weight, bias));
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, y, ws.of(y.shape(), numbers(rows * out, 4)))));
            return new float[][] {
                y.toArray(), x.gradient().toArray(), weight.gradient().toArray(), bias.gradient().toArray()
            };
        }
    }

    private static float[] numbers(int count, long salt) {
        var random = new SplittableRandom(SEED + salt);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian() / 8;
        }
        return numbers;
    }
}
