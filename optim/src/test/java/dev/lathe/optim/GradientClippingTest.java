package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import dev.lathe.tensor.op.AddOp;
import dev.lathe.tensor.op.ScaleOp;
import dev.lathe.tensor.op.SumOp;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
    @Test
    void theNormIsThatOfAllGradientsAsOneVector() {
        try (var backend = new CpuBackend(2); var model = Workspace.model("model", backend)) {
            Parameter a = model.parameter("a", Shape.of(4));
            Parameter b = model.parameter("b", Shape.of(3, 3));
            Parameter without = model.parameter("without", Shape.of(2));
            for (Parameter p : List.of(a, b, without)) {
                p.value().buffer().write(0, new float[p.shape().size()], 0, p.shape().size());
            }
            try (var ws = Workspace.recording("step", backend)) {
                ws.backward(AddOp.apply(ws,
                        SumOp.apply(ws, ScaleOp.apply(ws, a.value(), 2)),
                        SumOp.apply(ws, ScaleOp.apply(ws, b.value(), -4))));
            }
            assertEquals(Math.sqrt(4 * 4 + 9 * 16), GradientClipping.globalNorm(backend, List.of(a, b, without)), 1e-9);
        }
    }

    @Test
    void onlyLargerNormsAreScaled() {
        assertEquals(1, GradientClipping.scale(0.5, 1));
        assertEquals(1, GradientClipping.scale(1, 1));
        assertEquals(0.25, GradientClipping.scale(4, 1), 1e-6);
        assertEquals(1, GradientClipping.scale(1e30, 0), "0 clips nothing");
    }
}
