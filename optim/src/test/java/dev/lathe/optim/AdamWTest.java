package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.elementwise.AddOp;
import dev.lathe.tensor.op.elementwise.MulOp;
import dev.lathe.tensor.op.elementwise.ScaleOp;
import dev.lathe.tensor.op.loss.MeanSquaredErrorOp;
import dev.lathe.tensor.op.product.MatMulOp;
import dev.lathe.tensor.op.reduce.SumOp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace model = Workspace.model("model", backend);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    /// A linear regression of four points, all parameters decayed; the trajectory in float64 of the same start, whose end
    /// is published with PyTorch's optimiser to four digits: 2.7257, 0.7097, 0.7873.
    @Test
    void followsTheReferenceTrajectory() {
        Map<Integer, double[]> golden = Map.of(
                1, new double[] {0.09999999999823944, 0.09999999999792532, 0.09999999998936171},
                2, new double[] {0.19975603793225177, 0.19941039435308705, 0.19958100131929596},
                10, new double[] {0.9750619159438015, 0.8995005154777623, 0.9420220619186048},
                50, new double[] {2.843753976506753, 0.6077511465385366, 1.597639424855931},
                100, new double[] {2.725688612641129, 0.7096975665085137, 0.7872564941965191});
        // Matrices, so that the bias is decayed too, as it is in the reference.
        Parameter weight = zeros("weight", Shape.of(2, 1));
        Parameter bias = zeros("bias", Shape.of(1, 1));
        var optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(List.of(weight, bias), 0.01), model);
        for (int step = 1; step <= 100; step++) {
            try (var ws = Workspace.recording("step", backend)) {
                Tensor x = ws.of(Shape.of(4, 2), 2, 1, 7, 4, -4, 12, 5, 8);
                Tensor y = ws.of(Shape.of(4, 1), 2 * 3 + 1 - 2, 7 * 3 + 4 - 2, -4 * 3 + 12 - 2, 5 * 3 + 8 - 2);
                Tensor fitted = AddOp.apply(ws, MatMulOp.apply(ws, x, weight.value()), bias.value());
                ws.backward(MeanSquaredErrorOp.apply(ws, fitted, y));
            }
            optimizer.step(0.1);
            double[] wanted = golden.get(step);
            if (wanted != null) {
                float[] w = weight.value().toArray();
                assertArrayEquals(
                        wanted, new double[] {w[0], w[1], bias.value().item()}, 2e-4, "step " + step);
            }
        }
        assertEquals(100, optimizer.step());
    }

    @Test
    void followsItsFormulaInGroups() {
        Trial.follows(new AdamW.Config(0.8, 0.95, 1e-3), shape -> {
            var first = new double[shape.size()];
            var second = new double[shape.size()];
            return (step, value, gradient, rate) -> {
                var move = new double[value.length];
                for (int i = 0; i < move.length; i++) {
                    first[i] = 0.8 * first[i] + 0.2 * gradient[i];
                    second[i] = 0.95 * second[i] + 0.05 * gradient[i] * gradient[i];
                    double mean = first[i] / (1 - Math.pow(0.8, step));
                    move[i] = -rate * mean / (Math.sqrt(second[i] / (1 - Math.pow(0.95, step))) + 1e-3);
                }
                return move;
            };
        });
    }

    @Test
    void decaysMatricesAndLeavesBiasesAndNormalisationAlone() {
        Parameter matrix = ones("weight", Shape.of(2, 2));
        Parameter vector = ones("LayerNorm.weight", Shape.of(4));
        var optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(List.of(matrix, vector), 0.5), model);
        try (var ws = Workspace.recording("step", backend)) {
            Tensor nothing = ws.zeros(Shape.of(2, 2));
            Tensor sum = AddOp.apply(ws,
                    SumOp.apply(ws, MulOp.apply(ws, matrix.value(), nothing)),
                    SumOp.apply(ws, ScaleOp.apply(ws, vector.value(), 0)));
            ws.backward(sum);
        }
        optimizer.step(0.1);
        assertArrayEquals(new float[] {0.95f, 0.95f, 0.95f, 0.95f}, matrix.value().toArray(), 1e-7f);
        assertArrayEquals(new float[] {1, 1, 1, 1}, vector.value().toArray());
    }

    @Test
    void leavesAParameterWithoutGradientAsItIsAndClearsTheOthers() {
        Parameter used = ones("used", Shape.of(2, 2));
        Parameter unused = ones("unused", Shape.of(2, 2));
        var optimizer = new AdamW(AdamW.Config.DEFAULT, ParameterGroup.usual(List.of(used, unused), 0.01), model);
        try (var ws = Workspace.recording("step", backend)) {
            ws.backward(SumOp.apply(ws, used.value()));
        }
        optimizer.step(0.1);
        assertArrayEquals(new float[] {1, 1, 1, 1}, unused.value().toArray());
        assertEquals(0.899f, used.value().toArray()[0], 1e-5f);
        assertFalse(used.hasGradient());
    }

    @Test
    void scalesGradientsBeforeTheMoments() {
        Parameter a = ones("a", Shape.of(1, 2));
        var optimizer = new AdamW(new AdamW.Config(0, 0.999, 1), ParameterGroup.usual(List.of(a), 0), model);
        try (var ws = Workspace.recording("step", backend)) {
            ws.backward(SumOp.apply(ws, a.value()));
        }
        optimizer.step(1, GradientScale.of(0.25));
        // m = 0.25, v corrected = 0.0625, so 1 - 0.25 / (0.25 + 1).
        assertEquals(0.8f, a.value().toArray()[0], 1e-6f);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertEquals("adamBeta1 1.0: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new AdamW.Config(1, 0.9, 1)).getMessage());
        // In floats it is 1.
        assertEquals("adamBeta2 0.99999999: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new AdamW.Config(0.9, 0.99999999, 1)).getMessage());
        assertEquals("adamEpsilon 1.0E-50: needs more than 0 as a 32-bit float",
                assertThrows(IllegalArgumentException.class, () -> new AdamW.Config(0.9, 0.9, 1e-50)).getMessage());
    }

    private Parameter zeros(String name, Shape shape) {
        return filled(name, shape, 0);
    }

    private Parameter ones(String name, Shape shape) {
        return filled(name, shape, 1);
    }

    private Parameter filled(String name, Shape shape, float value) {
        Parameter parameter = model.parameter(name, shape);
        var values = new float[shape.size()];
        Arrays.fill(values, value);
        parameter.value().buffer().write(0, values, 0, values.length);
        return parameter;
    }
}
