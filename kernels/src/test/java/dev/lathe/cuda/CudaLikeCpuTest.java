package dev.lathe.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lathe.cuda.StandIn.Kind;
import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.DropoutOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.LinearGeluOp;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import dev.lathe.tensor.op.shape.GatherOp;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Where the CPU's bits or larger shapes than the specs' are asked for.
class CudaLikeCpuTest {
    private static final long SEED = Long.getLong("test.seed", 42);

    @Test
    void dropoutDropsTheSameElements() {
        compare(Kind.REVERSED, 0, 7, 37, (ws, x) -> {
            var sequences = PackedSequences.of(ws, 4, 3);
            return DropoutOp.apply(ws, x, 0.3f, 5, sequences.exampleTensor(), sequences.positionTensor());
        });
    }

    @Test
    void ourOwnMatrixProductsHaveTheSameBits() {
        compare(Kind.EAGER, 0, 70, 70, (ws, x) -> MatMulOp.apply(ws, x, x));
        compare(Kind.GUARD, 0, 67, 131, (ws, x) -> LinearOp.apply(
                ws, x, ws.of(Shape.of(65, 131), numbers(SEED, 65 * 131)), ws.of(Shape.of(65), numbers(SEED, 65))));
    }

    @Test
    void linearGeluHasTheBitsOfItsParts() {
        try (var cuda = StandIn.backend(Kind.REVERSED)) {
            assertArrayEquals(
                    run(cuda, 67, 131, (ws, x) -> GeluOp.apply(ws, LinearOp.apply(ws, x, square(ws, 131), row(ws, 131)))),
                    run(cuda, 67, 131, (ws, x) -> LinearGeluOp.apply(ws, x, square(ws, 131), row(ws, 131))));
        }
    }

    private static Tensor row(Workspace ws, int cols) {
        return ws.of(Shape.of(cols), numbers(SEED, cols));
    }

    private static Tensor square(Workspace ws, int side) {
        return ws.of(Shape.of(side, side), numbers(SEED, side * side));
    }

    @Test
    void sumsOverRepeatedRowsHaveTheSameBits() {
        compare(Kind.REVERSED, 0, 5, 300, (ws, x) ->
                GatherOp.apply(ws, x, ws.ofInts(Shape.of(9), 3, 0, 3, 3, 4, 0, 3, 2, 3)));
    }

    @Test
    void rowsThatComeOftenAreSummedInParts() {
        var indices = new int[700];
        for (int i = 0; i < indices.length; i++) {
            // 64 rows of 1, 65 of 2, all others of 0 but for one of 4.
            indices[i] = i % 5 == 1 && i / 5 < 64 ? 1 : i % 5 == 2 && i / 5 < 65 ? 2 : i == 699 ? 4 : 0;
        }
        for (Kind kind : Kind.computing()) {
            compare(kind, 2e-4f, 5, 70, (ws, x) -> GatherOp.apply(ws, x, ws.ofInts(Shape.of(indices.length), indices)));
        }
    }

    @Test
    void attentionTakesLongSequences() {
        compare(Kind.EAGER, 2e-5f, 515 + 33, 8, (ws, x) -> AttentionOp.apply(
                ws, x, x, x, PackedSequences.of(ws, 515, 33), new AttentionOp.Config(1, 0.1f, 1, 520)));
    }

    @Test
    void attentionTakesLargeHeads() {
        for (int headSize : new int[] {128, 256, 340}) {
            compare(Kind.GUARD, 2e-5f, 19, headSize, (ws, x) -> {
                // Scores of 4 instead of 18: shares carry the rounding of their scores.
                Tensor half = ScaleOp.apply(ws, x, 0.5f);
                return AttentionOp.apply(
                        ws, half, half, half, PackedSequences.of(ws, 2, 17), new AttentionOp.Config(1, 0.1f, 1, 64));
            });
        }
    }

    /// Compares an op of one input, and the input's gradient, with the CPU's.
    ///
    /// @param tolerance 0 for the same bits
    private static void compare(
            Kind kind, float tolerance, int rows, int cols, BiFunction<Workspace, Tensor, Tensor> op) {
        try (var cpu = new CpuBackend(1); var cuda = StandIn.backend(kind)) {
            float[][] want = run(cpu, rows, cols, op);
            float[][] got = run(cuda, rows, cols, op);
            for (int i = 0; i < want.length; i++) {
                if (tolerance == 0) {
                    assertArrayEquals(want[i], got[i]);
                } else {
                    assertArrayEquals(want[i], got[i], tolerance);
                }
            }
        }
    }

    private static float[][] run(Backend backend, int rows, int cols, BiFunction<Workspace, Tensor, Tensor> op) {
        try (var ws = Workspace.training("test", backend, new RandomKey(SEED, 3))) {
            Tensor x = ws.variable(Shape.of(rows, cols), numbers(SEED, rows * cols));
            Tensor y = op.apply(ws, x);
            // Others than x: with the same, gradients of attention's shares are squares, whose rounding hides the rest.
            Tensor weights = ws.of(y.shape(), numbers(SEED + 1, y.shape().size()));
            ws.backward(SumOp.apply(ws, MulOp.apply(ws, y, weights)));
            return new float[][] {y.toArray(), x.gradient().toArray()};
        }
    }

    private static float[] numbers(long seed, int count) {
        var random = new Random(seed);
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
