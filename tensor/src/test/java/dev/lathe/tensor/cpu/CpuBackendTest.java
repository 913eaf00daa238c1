package dev.lathe.tensor.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.DropoutOp;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.tensor.op.product.AttentionOp;
import dev.lathe.tensor.op.product.LinearOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CpuBackendTest {
    private static final int HIDDEN = 64;
    private static final int LONGEST = 40;
    private static final int MOST = 24;

    @Test
    void saysWhatItRunsOn() {
        try (var one = CpuBackend.plain(1); var three = CpuBackend.plain(3)) {
            assertEquals("CPU, plain Java, 1 thread", one.description());
            assertEquals("CPU, plain Java, 3 threads", three.description());
        }
        assertEquals("cpu: 0 threads: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> new CpuBackend(0)).getMessage());
    }

    @Test
    void aWarmStepAllocatesNothing() {
        try (var backend = new CpuBackend(2)) {
            long seed = Long.getLong("test.seed", 42);
            var random = new SplittableRandom(seed);
            step(backend, 0, largest());
            step(backend, 0, largest());
            long warm = backend.stepBytesAllocated();
            assertTrue(warm > 0, "steps use memory of the backend");
            for (int i = 1; i <= 60; i++) {
                var lengths = new int[random.nextInt(1, MOST + 1)];
                for (int s = 0; s < lengths.length; s++) {
                    lengths[s] = random.nextInt(1, LONGEST + 1);
                }
                step(backend, i, lengths);
                assertEquals(warm, backend.stepBytesAllocated(), "step %d; -Dtest.seed=%d".formatted(i, seed));
            }
        }
    }

    @Test
    void manyCallersAtOnceGetTheSameBits() throws InterruptedException, ExecutionException {
        try (var backend = new CpuBackend(3); var callers = Executors.newFixedThreadPool(32)) {
            float[] want = step(backend, 3, 17, 1, 40);
            var results = new ArrayList<Future<float[]>>();
            for (int i = 0; i < 96; i++) {
                results.add(callers.submit(() -> step(backend, 3, 17, 1, 40)));
            }
            for (var result : results) {
                assertArrayEquals(want, result.get());
            }
        }
    }

    @Test
    void buffersRefuseWhatIsOutsideThem() {
        try (var backend = new CpuBackend(1); var ws = Workspace.inference("test", backend)) {
            var buffer = ws.zeros(Shape.of(4)).buffer();
            assertEquals("buffer of 4: elements 2 to 5", assertThrows(IndexOutOfBoundsException.class,
                    () -> buffer.write(2, new float[3], 0, 3)).getMessage());
            assertEquals("buffer of 4: elements -1 to 1", assertThrows(IndexOutOfBoundsException.class,
                    () -> buffer.read(-1, new float[3], 0, 2)).getMessage());
            assertEquals("buffer of F32: host array of I32 does not fit", assertThrows(IllegalArgumentException.class,
                    () -> buffer.write(0, new int[1], 0, 1)).getMessage());
        }
    }

    private static int[] largest() {
        var lengths = new int[MOST];
        Arrays.fill(lengths, LONGEST);
        return lengths;
    }

    /// A layer much like BERT's, forward and backward; returns the gradient of its input.
    private static float[] step(CpuBackend backend, int number, int... lengths) {
        try (var ws = Workspace.training("step " + number, backend, new RandomKey(1, number))) {
            var packed = PackedSequences.of(ws, lengths);
            Tensor x = ws.variable(Shape.of(packed.tokens(), HIDDEN), values(packed.tokens() * HIDDEN, 1));
            Tensor q = LinearOp.apply(ws, x, weight(ws, 2), bias(ws, 3));
            Tensor k = LinearOp.apply(ws, x, weight(ws, 4), bias(ws, 5));
            Tensor context =
                    AttentionOp.apply(ws, q, k, x, packed, new AttentionOp.Config(4, 0.1f, 1, LONGEST));
            Tensor dropped =
                    DropoutOp.apply(ws, context, 0.1f, 2, packed.exampleTensor(), packed.positionTensor());
            Tensor sum = AddOp.apply(ws, dropped, x);
            Tensor normal = LayerNormOp.apply(ws, sum, bias(ws, 6), bias(ws, 7), 1e-12f);
            ws.backward(SumOp.apply(ws, GeluOp.apply(ws, normal)));
            return x.gradient().toArray();
        }
    }

    private static Tensor weight(Workspace ws, long seed) {
        return ws.variable(Shape.of(HIDDEN, HIDDEN), values(HIDDEN * HIDDEN, seed));
    }

    private static Tensor bias(Workspace ws, long seed) {
        return ws.variable(Shape.of(HIDDEN), values(HIDDEN, seed));
    }

    private static float[] values(int count, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        return values;
    }
}
