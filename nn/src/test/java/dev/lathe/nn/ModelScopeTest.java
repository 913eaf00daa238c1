package dev.lathe.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.PackedSequences;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.RandomKey;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelScopeTest {
    private final CpuBackend backend = new CpuBackend(2);
    private final Workspace model = Workspace.model("model", backend);
    private final ModelScope scope = ModelScope.root(model);

    @AfterEach
    void close() {
        model.close();
        backend.close();
    }

    @Test
    void namesParametersByTheirPlace() {
        scope.child("encoder").linear("layer.0", 3, 2, Initializer.normal(0.02));
        new LayerNorm(scope.child("LayerNorm"), 2, 1e-12);
        assertEquals(
                List.of("encoder.layer.0.weight", "encoder.layer.0.bias", "LayerNorm.weight", "LayerNorm.bias"),
                scope.parameters().stream().map(ModelParameter::name).toList());
    }

    @Test
    void refusesTwoParametersOfOneName() {
        scope.linear("dense", 3, 2, Initializer.normal(0.02));
        assertEquals("model: parameter 'dense.weight': there is one of this name already",
                assertThrows(IllegalArgumentException.class, () -> scope.linear("dense", 3, 2, Initializer.normal(0.02))).getMessage());
        assertEquals(2, scope.parameters().size());
    }

    @Test
    void initialValuesDependOnSeedAndNameOnly() {
        float[] alone = initialized("dense.weight", 7).toArray();
        initialized("other.weight", 7);
        assertArrayEquals(alone, initialized("dense.weight", 7).toArray());
        assertFalse(Arrays.equals(alone, initialized("dense.weight", 8).toArray()));
        assertFalse(Arrays.equals(alone, initialized("other.weight", 7).toArray()));
    }

    @Test
    void normalValuesHaveTheirDeviation() {
        Parameter parameter = model.parameter("weight", Shape.of(1001, 101));
        Initializer.normal(0.02).initialize(parameter, 1);
        double sum = 0;
        double squares = 0;
        double fourth = 0;
        float[] values = parameter.value().toArray();
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
            fourth += Math.pow(v, 4);
        }
        double n = values.length;
        // Five standard errors of each moment.
        assertEquals(0, sum / n, 5 * 0.02 / Math.sqrt(n));
        assertEquals(0.0004, squares / n, 5 * 0.0004 * Math.sqrt(2 / n));
        assertEquals(3, fourth / n / Math.pow(squares / n, 2), 5 * Math.sqrt(24 / n));
    }

    @Test
    void dropoutPlacesAreNumberedAndDecideDifferently() {
        var first = new Dropout(scope, 0.5);
        var second = new Dropout(scope, 0.5);
        try (var ws = Workspace.training("step", backend, new RandomKey(1, 0))) {
            var sequences = PackedSequences.of(ws, 40);
            var ones = new float[40 * 16];
            Arrays.fill(ones, 1);
            Tensor x = ws.of(Shape.of(40, 16), ones);
            float[] kept = first.forward(ws, x, sequences).toArray();
            assertArrayEquals(kept, first.forward(ws, x, sequences).toArray());
            assertFalse(Arrays.equals(kept, second.forward(ws, x, sequences).toArray()));
        }
    }

    @Test
    void aLinearLayerIsAProductAndABias() {
        Linear linear = scope.linear("dense", 2, 3, Initializer.normal(1));
        scope.parameters().get(0).parameter().value().buffer().write(0, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
        scope.parameters().get(1).parameter().value().buffer().write(0, new float[] {10, 20, 30}, 0, 3);
        try (var ws = Workspace.inference("test", backend)) {
            assertArrayEquals(
                    new float[] {13, 27, 41}, linear.forward(ws, ws.of(Shape.of(1, 2), 1, 1)).toArray());
        }
    }

    private Tensor initialized(String name, long seed) {
        Parameter parameter = model.parameter(name, Shape.of(3, 5));
        Initializer.normal(0.02).initialize(parameter, seed);
        return parameter.value();
    }
}
