package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

class LionTest {
    @Test
    void followsItsFormula() {
        Trial.follows(new Lion.Config(0.8, 0.95), shape -> {
            var momentum = new double[shape.size()];
            return (step, value, gradient, rate) -> {
                var move = new double[value.length];
                for (int i = 0; i < move.length; i++) {
                    double mixed = 0.8 * momentum[i] + 0.2 * gradient[i];
                    // Rounding may turn the sign of less.
                    move[i] = Math.abs(mixed) > 1e-6 ? -rate * Math.signum(mixed) : Double.NaN;
                    momentum[i] = 0.95 * momentum[i] + 0.05 * gradient[i];
                }
                return move;
            };
        });
    }

    @Test
    void withoutAnyGradientAValueOnlyDecays() {
        try (var backend = new CpuBackend(1); var model = Workspace.model("model", backend)) {
            Parameter p = model.parameter("weight", Shape.of(1, 3));
            Trial.write(p, new double[] {1, 1, 1});
            p.gradientDestination().buffer().write(0, new float[] {0, 1e-20f, -1e-20f}, 0, 3);
            Lion.Config.DEFAULT.over(ParameterGroup.usual(List.of(p), 0.5), model).step(0.1);
            assertArrayEquals(new float[] {0.95f, 0.85f, 1.05f}, p.value().toArray(), 1e-6f);
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertEquals("lionBeta1 1.0: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new Lion.Config(1, 0.9)).getMessage());
        assertEquals("lionBeta2 -0.5: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new Lion.Config(0.9, -0.5)).getMessage());
    }
}
