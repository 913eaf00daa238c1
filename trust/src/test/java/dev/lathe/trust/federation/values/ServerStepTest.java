package dev.lathe.trust.federation.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lathe.trust.federation.values.ServerStep.Adaptive;
import dev.lathe.trust.federation.values.ServerStep.Rule;
import dev.lathe.trust.federation.values.ServerStep.Settings;
import org.junit.jupiter.api.Test;

/// The rules against themselves, written out for two steps.
class ServerStepTest {
    private static final Settings SETTINGS = new Settings(0.1, 0.9, 0.99, 1e-3);

    @Test
    void adamAndYogiTakeTheStepsOfThePaper() {
        // D is 2, then 1 of what is there: m, v by hand.
        double m1 = 0.1 * 2;
        double v1 = 0.99 * 1e-6 + 0.01 * 4;
        float w1 = (float) (1 + 0.1 * m1 / (Math.sqrt(v1) + 1e-3));
        double d2 = 3 - (double) w1;
        double m2 = 0.9 * m1 + 0.1 * d2;
        float[] values = {1};
        var adam = new Adaptive(Rule.ADAM, SETTINGS);
        adam.move(values, _ -> 3);
        assertEquals(w1, values[0]);
        adam.move(values, _ -> 3);
        assertEquals((float) (w1 + 0.1 * m2 / (Math.sqrt(0.99 * v1 + 0.01 * d2 * d2) + 1e-3)), values[0]);

        // Yogi goes the other way once v is more than D².
        double y1 = 1e-6 + 0.01 * 4;
        float u1 = (float) (1 + 0.1 * m1 / (Math.sqrt(y1) + 1e-3));
        float[] others = {1};
        var yogi = new Adaptive(Rule.YOGI, SETTINGS);
        yogi.move(others, _ -> 3);
        assertEquals(u1, others[0]);
        double small = (double) u1 + 0.1 - (double) u1;
        yogi.move(others, _ -> (double) u1 + 0.1);
        double n2 = 0.9 * m1 + 0.1 * small;
        assertEquals((float) (u1 + 0.1 * n2 / (Math.sqrt(y1 - 0.01 * small * small) + 1e-3)), others[0]);
    }

    @Test
    void replacingRoundsOnce() {
        float[] values = {5, 6};
        new ServerStep.Replace().move(values, i -> i == 0 ? 0.1 : 1.0 / 3);
        assertEquals(0.1f, values[0]);
        assertEquals((float) (1.0 / 3), values[1]);
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertEquals("server-lr 0.0: needs more than 0",
                assertThrows(IllegalArgumentException.class, () -> new Settings(0, 0.9, 0.99, 1e-3)).getMessage());
        assertEquals("server-beta2 1.0: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new Settings(1, 0.9, 1, 1e-3)).getMessage());
    }
}
