package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void followsItsFormula(double momentum) {
        Trial.follows(new Sgd.Config(momentum), shape -> {
            var direction = new double[shape.size()];
            return (step, value, gradient, rate) -> {
                var move = new double[value.length];
                for (int i = 0; i < move.length; i++) {
                    direction[i] = momentum * direction[i] + gradient[i];
                    move[i] = -rate * direction[i];
                }
                return move;
            };
        });
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertEquals("sgdMomentum 1.0: needs 0 or more and less than 1",
                assertThrows(IllegalArgumentException.class, () -> new Sgd.Config(1)).getMessage());
    }
}
