package dev.lathe.tensor.cpu.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.op.elementwise.GeluOp;
import dev.lathe.tensor.op.norm.LayerNormOp;
import dev.lathe.tensor.op.norm.SoftmaxOp;
import dev.lathe.tensor.op.product.LinearOp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandOverTest {
    private static final int FEATURES = 45;
    private static final int CALLERS = 4;

    /// Weights of one layer, which calls in either form share with their kept panels.
    private record Layer(Parameter weight, Parameter bias) {
        static Layer in(Workspace model) {
            var random = new SplittableRandom(7);
            Parameter weight = model.parameter("weight", Shape.of(FEATURES, FEATURES));
            Parameter bias = model.parameter("bias", Shape.of(FEATURES));
            weight.value().buffer().write(0, values(random, FEATURES * FEATURES), 0, FEATURES * FEATURES);
            bias.value().buffer().write(0, values(random, FEATURES), 0, FEATURES);
            return new Layer(weight, bias);
        }

        float[] outputs(Backend backend) {
            try (var ws = Workspace.inference("outputs", backend)) {
                Tensor x = ws.of(Shape.of(19, FEATURES), values(new SplittableRandom(9), 19 * FEATURES));
                Tensor y = LinearOp.apply(ws, x, weight.value(), bias.value());
                Tensor z = LayerNormOp.apply(ws, GeluOp.apply(ws, y), bias.value(), bias.value(), 1e-5f);
                return SoftmaxOp.apply(ws, z).toArray();
            }
        }
    }

    @Test
    @Timeout(120)
    void resultsHaveTheSameBitsBeforeDuringAndAfter() throws InterruptedException, ExecutionException {
        float[] expected;
        try (var plain = CpuBackend.plain(1); var model = Workspace.model("model", plain)) {
            expected = Layer.in(model).outputs(plain);
        }
        try (var backend = CpuBackend.handingOver(2);
                var model = Workspace.model("model", backend);
                var callers = Executors.newFixedThreadPool(CALLERS)) {
            var layer = Layer.in(model);
            HandOver handOver = backend.handOver();
            assertArrayEquals(expected, layer.outputs(backend));
            var calls = new ArrayList<Future<?>>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(callers.submit(() -> {
                    while (!handOver.isOver()) {
                        assertArrayEquals(expected, layer.outputs(backend));
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            assertArrayEquals(expected, layer.outputs(backend));
            assertTrue(handOver.isComplete(), "vectors run");
        }
    }

    @Test
    void closingTheDeviceEndsTheWarming() throws InterruptedException {
        var backend = CpuBackend.handingOver(1);
        HandOver handOver = backend.handOver();
        backend.close();
        assertTrue(handOver.join(Duration.ofSeconds(30)), "the thread has ended");
        assertFalse(handOver.isComplete(), "nothing was handed over");
    }

    @Test
    void describesTheFormThatItHandsOverTo() {
        try (var backend = CpuBackend.handingOver(1)) {
            assertEquals("CPU, %s, 1 thread".formatted(VectorLoops.create().form()), backend.description());
        }
    }

    private static float[] values(SplittableRandom random, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
