package dev.lathe.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelStateTest {
    private final CpuBackend backend = new CpuBackend(1);
    private final Workspace workspace = Workspace.model("model", backend);

    @AfterEach
    void close() {
        workspace.close();
        backend.close();
    }

    @Test
    void bringsAModelBackToWhatItWas() {
        List<ModelParameter> parameters = model(3);
        parameters.forEach(p -> p.initialize(1));
        ModelState before = ModelState.of(parameters);
        assertEquals(Set.of("dense.weight", "dense.bias"), before.names());
        parameters.forEach(p -> p.initialize(2));
        float[] later = parameters.getFirst().parameter().value().toArray();
        assertArrayEquals(later, ModelState.of(parameters).values("dense.weight"));
        before.restore(parameters);
        assertArrayEquals(before.values("dense.weight"), parameters.getFirst().parameter().value().toArray());
    }

    @Test
    void isACopyOnBothSides() {
        List<ModelParameter> parameters = model(3);
        parameters.forEach(p -> p.initialize(1));
        ModelState state = ModelState.of(parameters);
        float[] values = state.values("dense.weight");
        values[0] = 77;
        state.restore(parameters);
        assertArrayEquals(state.values("dense.weight"), parameters.getFirst().parameter().value().toArray());
    }

    @Test
    void whatDoesNotFitIsRefusedAndNothingIsChanged() {
        List<ModelParameter> small = model(3);
        small.forEach(p -> p.initialize(1));
        List<ModelParameter> large = model(4);
        large.forEach(p -> p.initialize(2));
        ModelState before = ModelState.of(large);
        ModelState state = ModelState.of(small);
        assertEquals("dense.weight [2,4]: the state has 6 values",
                assertThrows(IllegalArgumentException.class, () -> state.restore(large)).getMessage());
        assertArrayEquals(before.values("dense.bias"), ModelState.of(large).values("dense.bias"));
        assertEquals("state of 2 parameters: has no 'pooler.weight'",
                assertThrows(IllegalArgumentException.class, () -> state.values("pooler.weight")).getMessage());
    }

    private List<ModelParameter> model(int in) {
        ModelScope scope = ModelScope.root(workspace);
        scope.linear("dense", in, 2, Initializer.normal(1));
        return scope.parameters();
    }
}
