package dev.lathe.tensor.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.device.Destination;
import dev.lathe.tensor.op.product.LinearOp;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PanelCacheTest {
    @Test
    void keepsFromTheSecondUseUntilTheWeightChanges() {
        var kept = new PanelCache(PanelCache.ANY_ROWS);
        assertNull(kept.of(0, 1, 4, 4, p -> Arrays.fill(p, 1)));
        float[] first = kept.of(0, 1, 4, 4, p -> Arrays.fill(p, 2));
        assertArrayEquals(new float[] {2, 2, 2, 2}, first);
        assertSame(first, kept.of(0, 1, 4, 4, p -> Arrays.fill(p, 3)));
        assertNull(kept.of(1, 1, 4, 4, p -> Arrays.fill(p, 4)));
        float[] second = kept.of(1, 1, 4, 4, p -> Arrays.fill(p, 5));
        assertNotNull(second);
        assertSame(first, second, "memory is used again");
        assertEquals(5, second[0]);
    }

    /// Plain loops have narrower panels than vectors: a call in flight goes on with its own.
    @Test
    void panelsOfAnotherWidthArePackedBesideThoseInUse() {
        var kept = new PanelCache(PanelCache.ANY_ROWS);
        assertNull(kept.of(0, 1, 4, 32, p -> Arrays.fill(p, 1)));
        float[] narrow = kept.of(0, 1, 4, 32, p -> Arrays.fill(p, 2));
        float[] wide = kept.of(0, 1, 32, 32, p -> Arrays.fill(p, 3));
        assertNotNull(narrow);
        assertNotNull(wide);
        assertEquals(2, narrow[0]);
        assertEquals(3, wide[0]);
        assertSame(wide, kept.of(0, 1, 32, 32, p -> Arrays.fill(p, 4)));
    }

    /// A training step reads a frozen weight twice and more without a change: its panels would be memory for nothing.
    @Test
    void manyRowsHaveNoPanelsOfAFrozenWeightKept() {
        var kept = new PanelCache(PanelCache.FEW_ROWS);
        int many = PanelCache.FEW_ROWS + 1;
        for (int use = 0; use < 3; use++) {
            assertNull(kept.of(0, many, 4, 4, p -> Arrays.fill(p, 1)));
        }
        assertNull(kept.of(0, 1, 4, 4, p -> Arrays.fill(p, 2)));
        float[] panels = kept.of(0, PanelCache.FEW_ROWS, 4, 4, p -> Arrays.fill(p, 3));
        assertNotNull(panels);
        assertSame(panels, kept.of(0, many, 4, 4, p -> Arrays.fill(p, 4)), "what is there serves all");
    }

    /// Each way in which a weight can change must be noticed, or predictions go on with the old one.
    @Test
    void productsFollowEveryChangeOfTheWeight() {
        try (var backend = new CpuBackend(2); var model = Workspace.model("model", backend)) {
            Parameter weight = model.parameter("weight", Shape.of(3, 2));
            Tensor bias = model.zeros(Shape.of(3));
            weight.value().buffer().write(0, new float[] {1, 2, 3, 4, 5, 6}, 0, 6);
            for (int use = 0; use < 3; use++) {
                assertArrayEquals(new float[] {3, 7, 11}, product(backend, weight.value(), bias));
            }
            weight.value().buffer().write(0, new float[] {2}, 0, 1);
            for (int use = 0; use < 3; use++) {
                assertArrayEquals(new float[] {4, 7, 11}, product(backend, weight.value(), bias));
            }
            Tensor ones = model.of(Shape.of(3, 2), 1, 1, 1, 1, 1, 1);
            backend.arithmetic().copy(ones.buffer(), new Destination(weight.value().buffer(), true), 6);
            for (int use = 0; use < 3; use++) {
                assertArrayEquals(new float[] {6, 9, 13}, product(backend, weight.value(), bias));
            }
        }
    }

    private static float[] product(CpuBackend backend, Tensor weight, Tensor bias) {
        try (var ws = Workspace.inference("product", backend)) {
            return LinearOp.apply(ws, ws.of(Shape.of(1, 2), 1, 1), weight, bias).toArray();
        }
    }
}
