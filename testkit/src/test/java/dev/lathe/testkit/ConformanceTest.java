package dev.lathe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.GradientRule;
import dev.lathe.tensor.Gradients;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ops with one fault each: the conformance must find it. They all claim to double their input.
class ConformanceTest {
    @Test
    void acceptsWhatIsRight() {
        assertEquals(List.of(), failures((ws, x) -> ScaleOp.apply(ws, x, 2)));
    }

    @Test
    void findsAWrongValue() {
        finds("value at 0 is", (ws, x) -> ScaleOp.apply(ws, x, 2.00001f));
    }

    @Test
    void findsAWrongShape() {
        finds("result is [7], not [1,7]", (ws, x) -> {
            Tensor y = ws.empty(Shape.of(x.shape().size()));
            ws.backend().arithmetic().scale(x.buffer(), 2, new Destination(y.buffer(), false), y.shape().size());
            return ws.record(y, new Rule(x, 2, Fault.NONE));
        });
    }

    @Test
    void findsAWrongGradient() {
        finds("gradient of input 0 at 0 is", (ws, x) -> doubled(ws, x, 2.00001f, Fault.NONE));
    }

    @Test
    void findsAGradientThatOverwritesAnother() {
        finds("used by two ops: gradient of input 0", (ws, x) -> doubled(ws, x, 2, Fault.OVERWRITES));
    }

    @Test
    void findsAGradientThatAddsToUnwrittenMemory() {
        finds("gradient of input 0 along a random direction", (ws, x) -> doubled(ws, x, 2, Fault.ALWAYS_ADDS));
    }

    @Test
    void findsUnwrittenMemoryInAResult() {
        finds("value at 6 is NaN", (ws, x) -> {
            Tensor y = ws.empty(x.shape());
            ws.backend().arithmetic().scale(x.buffer(), 2, new Destination(y.buffer(), false), x.shape().size() - 1);
            return ws.record(y, new Rule(x, 2, Fault.NONE));
        });
    }

    @Test
    void findsARefusalThatSaysSomethingElse() {
        var spec = new Doubling((ws, x) -> ScaleOp.apply(ws, x, 2), List.of(
                Refusal.argument("double: x is I32: needs F32", ws ->
                        ScaleOp.apply(ws, ws.ofInts(Shape.of(1), 1), 2)),
                Refusal.argument("double: x [1]: too small", ws -> ScaleOp.apply(ws, ws.zeros(Shape.of(1)), 2)),
                Refusal.index("scale: x is I32: needs F32", ws ->
                        ScaleOp.apply(ws, ws.ofInts(Shape.of(1), 1), 2))));
        try (var backend = new CpuBackend(1)) {
            assertEquals(
                    List.of(
                            "double: throws IllegalArgumentException 'scale: x is I32: needs F32', "
                                    + "not IllegalArgumentException 'double: x is I32: needs F32'",
                            "double: accepted what it must refuse with 'double: x [1]: too small'",
                            "double: throws IllegalArgumentException 'scale: x is I32: needs F32', "
                                    + "not IndexOutOfBoundsException 'scale: x is I32: needs F32'"),
                    new Conformance(spec, 1).run(backend));
        }
    }

    @FunctionalInterface
    private interface Op {
        Tensor apply(Workspace ws, Tensor x);
    }

    private enum Fault {
        NONE,
        OVERWRITES,
        ALWAYS_ADDS
    }

    private static Tensor doubled(Workspace ws, Tensor x, float slope, Fault fault) {
        Tensor y = ws.empty(x.shape());
        ws.backend().arithmetic().scale(x.buffer(), 2, new Destination(y.buffer(), false), x.shape().size());
        return ws.record(y, new Rule(x, slope, fault));
    }

    private record Rule(Tensor x, float slope, Fault fault) implements GradientRule {
        @Override
        public String op() {
            return "double";
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public void backward(Workspace ws, Tensor gradY, Gradients gradients) {
            gradients.into(x, gradX -> {
                boolean add = switch (fault) {
                    case NONE -> gradX.add();
                    case OVERWRITES -> false;
                    case ALWAYS_ADDS -> true;
                };
                ws.backend().arithmetic().scale(
                        gradY.buffer(), slope, new Destination(gradX.buffer(), add), x.shape().size());
            });
        }
    }

    private record Doubling(Op doubling, List<Refusal> refusals) implements OpSpec {
        @Override
        public String name() {
            return "double";
        }

        @Override
        public Class<?> op() {
            return ScaleOp.class;
        }

        @Override
        public List<Sample> samples(Rand rand) {
            return List.of(Sample.of("seven", rand.normal(1, 7)));
        }

        @Override
        public Tensor apply(Workspace ws, Arguments in) {
            return doubling.apply(ws, in.tensor(0));
        }

        @Override
        public Expected reference(Sample sample) {
            double[] y = sample.floats(0).clone();
            var magnitudes = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                y[i] *= 2;
                magnitudes[i] = Math.abs(y[i]);
            }
            return Expected.of(sample.shape(0), y, magnitudes, 1);
        }
    }

    private static void finds(String text, Op op) {
        List<String> failures = failures(op);
        assertTrue(failures.stream().anyMatch(f -> f.contains(text) && f.endsWith("; -Dtest.seed=1")),
                () -> "no '%s' in %s".formatted(text, failures));
    }

    private static List<String> failures(Op op) {
        try (var backend = new CpuBackend(1)) {
            return new Conformance(new Doubling(op, List.of()), 1).run(backend);
        }
    }
}
