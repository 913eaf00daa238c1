package dev.lathe.nn.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.nn.Initializer;
import dev.lathe.nn.LayerNorm;
import dev.lathe.nn.ModelParameter;
import dev.lathe.nn.ModelScope;
import dev.lathe.nn.Residual;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The end of half a layer, against its formula in double precision.
class BottleneckTest {
    private static final int ROWS = 5;
    private static final int FEATURES = 19;
    private static final int SIZE = 3;
    private static final long SEED = Long.getLong("test.seed", 42);
    private static final String LAST = "encoder.layer.0.output.dense";

    private final Random random = new Random(SEED);

    static Stream<Bottleneck> forms() {
        return Stream.of(Bottleneck.HOULSBY.withSize(SIZE), Bottleneck.PFEIFFER.withSize(SIZE),
                Bottleneck.PFEIFFER.withSize(SIZE).withActivation(Bottleneck.Activation.GELU));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void changesNoBitBeforeItIsTrained(Bottleneck method) {
        try (var end = new End(method)) {
            float[] h = random(ROWS * FEATURES);
            assertArrayEquals(h, end.forward(h, random(ROWS * FEATURES)));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void followsItsFormulaAndSoDoItsGradients(Bottleneck method) {
        System.out.println("-Dtest.seed=" + SEED);
        try (var end = new End(method)) {
            end.parameters.forEach(p -> HostValues.set(p.parameter(), random(p.parameter().shape().size())));
            float[] h = random(ROWS * FEATURES);
            float[] input = random(ROWS * FEATURES);
            double[] expected = formula(method, end.values(), h, input);
            float[] given = end.forward(h, input);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], given[i], 2e-5, "at " + i);
            }
            end.backward(h, input);
            for (int p = 0; p < end.parameters.size(); p++) {
                float[] gradient = end.parameters.get(p).parameter().gradient().toArray();
                for (int i = 0; i < gradient.length; i++) {
                    assertEquals(differenced(method, end.values(), p, i, h, input), gradient[i], 3e-4, "parameter " + p + " at " + i);
                }
            }
        }
    }

    @Test
    void standsWhereItsFormSays() {
        List<String> ends = List.of("layer.0.attention.output.dense", "layer.0.output.dense", "layer.0.attention.out_lin", "layer.0.ffn.lin2");
        assertEquals(ends, ends.stream().filter(Bottleneck.HOULSBY.ends()::fit).toList());
        assertEquals(List.of(ends.get(1), ends.get(3)), ends.stream().filter(Bottleneck.PFEIFFER.ends()::fit).toList());
        try (var end = new End(Bottleneck.PFEIFFER.withReduction(4))) {
            assertEquals(List.of(LAST + ".adapter_down.weight [4,19]", LAST + ".adapter_down.bias [4]", LAST + ".adapter_up.weight [19,4]",
                    LAST + ".adapter_up.bias [19]"), end.parameters.stream().map(p -> p.name() + " " + p.parameter().shape()).toList());
            assertTrue(end.parameters.stream().allMatch(p -> end.plan.isOwn(p.name()) && !p.parameter().isFrozen()));
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertEquals("adapterSize 0: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> Bottleneck.HOULSBY.withSize(0)).getMessage());
        assertEquals("adapterReduction 0: needs at least 1",
                assertThrows(IllegalArgumentException.class, () -> Bottleneck.HOULSBY.withReduction(0)).getMessage());
    }

    private float[] random(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// The gradient of the sum of all results, the n-th counted n times.
    private static double differenced(Bottleneck method, List<double[]> values, int parameter, int at, float[] h, float[] input) {
        double[] moved = values.get(parameter);
        double value = moved[at];
        moved[at] = value + 1e-6;
        double above = loss(formula(method, values, h, input));
        moved[at] = value - 1e-6;
        double below = loss(formula(method, values, h, input));
        moved[at] = value;
        return (above - below) / 2e-6;
    }

    private static double loss(double... y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += weight(i) * y[i];
        }
        return sum;
    }

    private static float weight(int i) {
        return (i % 7 - 3) / 8f;
    }

    private static double[] formula(Bottleneck method, List<double[]> p, float[] h, float[] input) {
        var y = new double[h.length];
        for (int row = 0; row < ROWS; row++) {
            var x = new double[FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                x[i] = h[row * FEATURES + i] + (method.form() == Bottleneck.Form.PFEIFFER ? input[row * FEATURES + i] : 0);
            }
            if (method.form() == Bottleneck.Form.PFEIFFER) {
                normalize(x);
            }
            double[] narrow = mapped(p.get(0), p.get(1), x);
            for (int i = 0; i < SIZE; i++) {
                narrow[i] = method.activation() == Bottleneck.Activation.RELU ? Math.max(0, narrow[i])
                        : narrow[i] * normalBelow(narrow[i]);
            }
            double[] more = mapped(p.get(2), p.get(3), narrow);
            for (int i = 0; i < FEATURES; i++) {
                y[row * FEATURES + i] = h[row * FEATURES + i] + more[i];
            }
        }
        return y;
    }

    private static double[] mapped(double[] weight, double[] bias, double... x) {
        double[] y = bias.clone();
        for (int o = 0; o < y.length; o++) {
            for (int i = 0; i < x.length; i++) {
                y[o] += weight[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private static void normalize(double... x) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) / Math.sqrt(variance + 1e-12);
        }
    }

    /// The normal distribution's share below x, by Simpson's rule.
    private static double normalBelow(double x) {
        int steps = 2000;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = x * i / steps;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
        }
        return 0.5 + sum * x / steps / 3 / Math.sqrt(2 * Math.PI);
    }

    /// The end of a layer with a bottleneck.
    private static final class End implements AutoCloseable {
        final List<ModelParameter> parameters;
        final AdapterPlan plan;
        private final CpuBackend backend = new CpuBackend(2);
        private final Workspace model = Workspace.model("model", backend);
        private final Residual residual;
        private final LayerNorm norm;

        End(Bottleneck method) {
            plan = new AdapterPlan(method, path -> true);
            ModelScope scope = ModelScope.root(model, plan, (name, shape, own) -> {});
            scope.linear(LAST, 2 * FEATURES, FEATURES, Initializer.ZEROS);
            norm = new LayerNorm(scope.child("norm"), FEATURES, 1e-12);
            int before = scope.parameters().size();
            residual = scope.residual(LAST, FEATURES);
            scope.parameters().forEach(p -> p.initialize(3));
            parameters = scope.parameters().subList(before, scope.parameters().size());
        }

        List<double[]> values() {
            var values = new ArrayList<double[]>();
            for (ModelParameter p : parameters) {
                float[] floats = HostValues.of(p.parameter());
                var doubles = new double[floats.length];
                for (int i = 0; i < floats.length; i++) {
                    doubles[i] = floats[i];
                }
                values.add(doubles);
            }
            return values;
        }

        float[] forward(float[] h, float[] input) {
            try (var ws = Workspace.inference("test", backend)) {
                return residual.forward(ws, ws.of(Shape.of(ROWS, FEATURES), h), ws.of(Shape.of(ROWS, FEATURES), input), norm).toArray();
            }
        }

        void backward(float[] h, float[] input) {
            try (var ws = Workspace.recording("step", backend)) {
                Tensor y = residual.forward(ws, ws.of(Shape.of(ROWS, FEATURES), h), ws.of(Shape.of(ROWS, FEATURES), input), norm);
                var weights = new float[ROWS * FEATURES];
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = weight(i);
                }
                ws.backward(SumOp.apply(ws, MulOp.apply(ws, y, ws.of(Shape.of(ROWS, FEATURES), weights))));
            }
        }

        @Override
        public void close() {
            model.close();
            backend.close();
        }
    }
}
