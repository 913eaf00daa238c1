package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClippingTest {
    private final CpuBackend backend = new CpuBackend(2);
    private final Workspace model = Workspace.model("model", backend);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    @Test
    void theNormIsThatOfAllGradientsAsOneVector() {
        Parameter a = zeros("a", Shape.of(4));
        Parameter b = zeros("b", Shape.of(3, 3));
        Parameter without = zeros("without", Shape.of(2));
        try (var ws = Workspace.recording("step", backend)) {
            ws.backward(AddOp.apply(ws,
                    SumOp.apply(ws, ScaleOp.apply(ws, a.value(), 2)),
                    SumOp.apply(ws, ScaleOp.apply(ws, b.value(), -4))));
        }
        var clipping = new GradientClipping(List.of(a, b, without), 0, model);
        clipping.measure();
        assertEquals(Math.sqrt(4 * 4 + 9 * 16), clipping.norm(), 1e-9);
        clipping.measure(10);
        assertEquals(Math.sqrt(4 * 4 + 9 * 16) / 10, clipping.norm(), 1e-9);
    }

    @Test
    void onlyLargerNormsAreScaled() {
        assertEquals(1, scale(0.5f, 1, 1));
        assertEquals(1, scale(1, 1, 1));
        assertEquals(1 / (4 + 1e-6), scale(4, 1, 1));
        assertEquals(1, scale(1e15f, 0, 1), "0 clips nothing");
        assertEquals(1.0 / 8, scale(4, 1, 8), "of terms");
        assertEquals(0.25 / (0.5 + 1e-6) / 8, scale(4, 0.25, 8));
        assertEquals(Double.NaN, scale(Float.NaN, 1, 1));
        assertEquals(Double.NaN, scale(1e30f, 0, 1), "whose square is infinite");
    }

    /// A step moves no parameter and leaves no trace in what an optimiser remembers.
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY})
    void whatIsNotFiniteStopsAStepOfEveryOptimiser(float bad) {
        for (Optimizer.Config config : Optimizers.all()) {
            for (boolean gradient : new boolean[] {false, true}) {
                Parameter matrix = zeros("matrix", Shape.of(3, 5));
                Parameter vector = zeros("vector", Shape.of(7));
                var parameters = List.of(matrix, vector);
                Optimizer optimizer = config.over(ParameterGroup.usual(parameters, 0.1), model);
                var clipping = new GradientClipping(parameters, 1, 2, model);
                step(optimizer, clipping, parameters, 2, 3);
                float[][] before = remembered(optimizer, parameters);
                step(optimizer, clipping, parameters, gradient ? bad : 5, gradient ? 4 : bad);
                float[][] after = remembered(optimizer, parameters);
                for (int i = 0; i < before.length; i++) {
                    assertArrayEquals(before[i], after[i], config.name());
                }
                assertArrayEquals(new double[] {0.5, gradient ? 4 : bad}, clipping.read().watched());
                step(optimizer, clipping, parameters, 2, 3);
                assertThrows(AssertionError.class,
                        () -> assertArrayEquals(before[0], remembered(optimizer, parameters)[0]), "goes on");
            }
        }
    }

    @Test
    void refusesAPlaceThatItHasNot() {
        var clipping = new GradientClipping(List.of(), 1, 2, model);
        assertEquals("gradient clipping: place 2: has 2", assertThrows(IndexOutOfBoundsException.class,
                () -> clipping.watch(2, model.of(Shape.SCALAR, 1))).getMessage());
    }

    private void step(
            Optimizer optimizer, GradientClipping clipping, List<Parameter> parameters, float gradient, float loss) {
        for (Parameter p : parameters) {
            var values = new float[p.shape().size()];
            values[3] = gradient;
            p.gradientDestination().buffer().write(0, values, 0, values.length);
        }
        clipping.watch(0, model.of(Shape.SCALAR, 0.5f));
        clipping.watch(1, model.of(Shape.SCALAR, loss));
        optimizer.step(0.1, clipping.measure());
    }

    private static float[][] remembered(Optimizer optimizer, List<Parameter> parameters) {
        var all = new ArrayList<float[]>();
        parameters.forEach(p -> all.add(p.value().toArray()));
        optimizer.states().forEach(state -> all.add(state.value().toArray()));
        return all.toArray(float[][]::new);
    }

    /// The scale of a gradient of this length.
    private double scale(float norm, double maxNorm, double terms) {
        Parameter p = zeros("p", Shape.of(1));
        p.gradientDestination().buffer().write(0, new float[] {norm}, 0, 1);
        var clipping = new GradientClipping(List.of(p), maxNorm, model);
        var measured = (GradientScale.Measured) clipping.measure(terms);
        var scale = new double[1];
        measured.value().read(0, scale, 0, 1);
        return scale[0];
    }

    private Parameter zeros(String name, Shape shape) {
        Parameter p = model.parameter(name, shape);
        p.value().buffer().write(0, new float[shape.size()], 0, shape.size());
        return p;
    }
}
