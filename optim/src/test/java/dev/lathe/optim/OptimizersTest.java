package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.optim.Optimizer.State;
import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every optimiser promises.
class OptimizersTest {
    static Stream<Optimizer.Config> all() {
        return Stream.concat(Optimizers.all().stream(), Stream.of(Adafactor.Config.DEFAULT.relative()));
    }

    @Test
    void eachHasAName() {
        assertEquals(List.of("adamw", "sgd", "lion", "adafactor"),
                Optimizers.all().stream().map(Optimizer.Config::name).toList());
        assertSame(Lion.Config.DEFAULT, Optimizers.named("Lion"));
        assertEquals("optimizer adam: is none of adamw, sgd, lion, adafactor",
                assertThrows(IllegalArgumentException.class, () -> Optimizers.named("adam")).getMessage());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRateThatIsNoneMovesNothing(Optimizer.Config config) {
        try (var trial = new Trial(config)) {
            trial.step(1);
            float[] before = trial.parameters().getFirst().value().toArray();
            for (double rate : new double[] {Double.NaN, -1e-3, Double.POSITIVE_INFINITY}) {
                assertEquals("optimizer: learning rate " + rate + ": needs 0 or more",
                        assertThrows(IllegalArgumentException.class, () -> trial.optimizer().step(rate)).getMessage());
            }
            assertEquals(1, trial.optimizer().step());
            assertArrayEquals(before, trial.parameters().getFirst().value().toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void statesCopiedIntoAFreshOneGoOnWithTheSameBits(Optimizer.Config config) {
        try (var whole = new Trial(config); var first = new Trial(config); var second = new Trial(config)) {
            for (int step = 1; step <= 8; step++) {
                whole.step(step);
            }
            for (int step = 1; step <= 5; step++) {
                first.step(step);
            }
            for (int i = 0; i < first.parameters().size(); i++) {
                Trial.write(second.parameters().get(i), Trial.values(first.parameters().get(i)));
            }
            List<State> from = first.optimizer().states();
            List<State> to = second.optimizer().states();
            for (int i = 0; i < from.size(); i++) {
                assertEquals(from.get(i).name(), to.get(i).name());
                assertEquals(from.get(i).parameter().name(), to.get(i).parameter().name());
                float[] values = from.get(i).value().toArray();
                to.get(i).value().buffer().write(0, values, 0, values.length);
            }
            second.optimizer().resumeAfter(first.optimizer().step());
            for (int step = 6; step <= 8; step++) {
                second.step(step);
            }
            assertEquals(8, second.optimizer().step());
            for (int i = 0; i < whole.parameters().size(); i++) {
                assertArrayEquals(
                        whole.parameters().get(i).value().toArray(), second.parameters().get(i).value().toArray());
            }
            for (int i = 0; i < from.size(); i++) {
                assertArrayEquals(whole.optimizer().states().get(i).value().toArray(), to.get(i).value().toArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutItsStatesItGoesOnElsewhere(Optimizer.Config config) {
        try (var whole = new Trial(config); var forgetful = new Trial(config)) {
            for (int step = 1; step <= 8; step++) {
                whole.step(step);
            }
            for (int step = 1; step <= 4; step++) {
                forgetful.step(step);
            }
            for (State state : forgetful.optimizer().states()) {
                int size = state.value().shape().size();
                state.value().buffer().write(0, new float[size], 0, size);
            }
            for (int step = 5; step <= 8; step++) {
                forgetful.step(step);
            }
            // The one of 210 values: of a few, Lion may find no sign that turns.
            float[] kept = whole.parameters().get(3).value().toArray();
            assertFalse(Arrays.equals(kept, forgetful.parameters().get(3).value().toArray()));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void statesHaveNamesOfTheirOwnAndAreNotOfFrozenParameters(Optimizer.Config config) {
        try (var trial = new Trial(config)) {
            var names = new HashSet<String>();
            for (State state : trial.optimizer().states()) {
                assertFalse(state.parameter().isFrozen());
                assertTrue(names.add(state.name() + "." + state.parameter().name()), state.toString());
            }
            assertEquals(List.of("p0", "p1", "p2", "p3", "p4"), trial.optimizer().states().stream()
                    .map(state -> state.parameter().name()).distinct().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aParameterWithoutGradientStaysAsItIs(Optimizer.Config config) {
        try (var backend = new CpuBackend(1); var model = Workspace.model("model", backend)) {
            Parameter unused = model.parameter("unused", Shape.of(2, 2));
            Trial.write(unused, new double[] {1, 2, 3, 4});
            config.over(ParameterGroup.usual(List.of(unused), 0.5), model).step(0.1);
            assertArrayEquals(new float[] {1, 2, 3, 4}, unused.value().toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesWhatCannotBe(Optimizer.Config config) {
        try (var backend = new CpuBackend(1); var model = Workspace.model("model", backend)) {
            Parameter twice = model.parameter("encoder.weight", Shape.of(2, 2));
            var group = new ParameterGroup(List.of(twice), 1, 0);
            assertEquals("optimizer: parameter 'encoder.weight': is given twice", assertThrows(
                    IllegalArgumentException.class, () -> config.over(List.of(group, group), model)).getMessage());
            Optimizer optimizer = config.over(List.of(group), model);
            assertEquals("optimizer: after -1 steps: needs 0 or more", assertThrows(
                    IllegalArgumentException.class, () -> optimizer.resumeAfter(-1)).getMessage());
        }
    }
}
