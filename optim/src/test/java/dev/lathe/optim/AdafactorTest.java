package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdafactorTest {
    /// Algorithms 4 and 5 as they are printed, with sums: the rate from outside, or relative by their alpha.
    private static final class Printed implements Trial.Formula {
        private final Adafactor.Config config;
        private final int rows;
        private final int cols;
        private final double[] rowSums;
        private final double[] columnSums;
        private final double[] whole;

        Printed(Adafactor.Config config, Shape shape) {
            this.config = config;
            cols = shape.rank() < 2 ? 1 : shape.dim(shape.rank() - 1);
            rows = shape.size() / cols;
            rowSums = new double[rows];
            columnSums = new double[cols];
            whole = shape.rank() < 2 ? new double[rows] : new double[0];
        }

        @Override
        public double[] move(int step, double[] value, double[] gradient, double rate) {
            double beta = 1 - Math.pow(step, -config.decayExponent());
            double[] direction = whole.length > 0 ? vector(gradient, beta) : matrix(gradient, beta);
            double clip = Math.max(1, rootMeanSquare(direction) / config.clipping());
            double size = config.epsilon2().isPresent()
                    ? Math.max(config.epsilon2().getAsDouble(), rootMeanSquare(value)) : 1;
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= -rate * size / clip;
            }
            return direction;
        }

        private double[] vector(double[] gradient, double beta) {
            var direction = new double[gradient.length];
            for (int i = 0; i < direction.length; i++) {
                whole[i] = beta * whole[i] + (1 - beta) * (gradient[i] * gradient[i] + config.epsilon1());
                direction[i] = gradient[i] / Math.sqrt(whole[i]);
            }
            return direction;
        }

        private double[] matrix(double[] gradient, double beta) {
            for (int row = 0; row < rows; row++) {
                rowSums[row] *= beta;
            }
            for (int col = 0; col < cols; col++) {
                columnSums[col] *= beta;
            }
            for (int i = 0; i < gradient.length; i++) {
                double square = (1 - beta) * (gradient[i] * gradient[i] + config.epsilon1());
                rowSums[i / cols] += square;
                columnSums[i % cols] += square;
            }
            double total = 0;
            for (double sum : rowSums) {
                total += sum;
            }
            var direction = new double[gradient.length];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = gradient[i] / Math.sqrt(rowSums[i / cols] * columnSums[i % cols] / total);
            }
            return direction;
        }

        private static double rootMeanSquare(double[] x) {
            double squares = 0;
            for (double v : x) {
                squares += v * v;
            }
            return Math.sqrt(squares / x.length);
        }
    }

    @Test
    void followsThePaper() {
        var config = Adafactor.Config.DEFAULT;
        Trial.follows(config, shape -> new Printed(config, shape));
    }

    @Test
    void takesRatesRelativeToTheParameters() {
        var config = Adafactor.Config.DEFAULT.relative();
        assertEquals(OptionalDouble.of(1e-3), config.epsilon2());
        Trial.follows(config, shape -> new Printed(config, shape));
    }

    @Test
    void clipsToWhatIsSaid() {
        var config = new Adafactor.Config(0.5, 0.7, 1e-3, OptionalDouble.of(2));
        Trial.follows(config, shape -> new Printed(config, shape));
    }

    @Test
    void remembersRowsAndColumnsOfMatricesAndVectorsWhole() {
        try (var trial = new Trial(Adafactor.Config.DEFAULT)) {
            assertEquals(
                    List.of("row p0 [5]", "column p0 [7]", "second p1 [33]", "row p2 [6]", "column p2 [4]", "row p3 [70]",
                            "column p3 [3]", "second p4 [1]"),
                    trial.optimizer().states().stream().map(state -> "%s %s %s".formatted(
                            state.name(), state.parameter().name(), state.value().shape())).toList());
        }
    }

    /// Rows and columns that no gradient reaches, such as those of words that a batch has not: 0 / sqrt(epsilon1) is 0, and 1e-30 x 1e-30
    /// is 0 in a float.
    @Test
    void whatHasNoGradientStays() {
        try (var backend = new CpuBackend(1); var model = Workspace.model("model", backend)) {
            Parameter p = model.parameter("weight", Shape.of(2, 2));
            Trial.write(p, new double[] {1, 1, 1, 1});
            Optimizer optimizer = Adafactor.Config.DEFAULT.over(ParameterGroup.usual(List.of(p), 0), model);
            for (int step = 1; step <= 3; step++) {
                p.gradientDestination().buffer().write(0, new float[] {1e-3f, 0, 0, 0}, 0, 4);
                optimizer.step(0.1);
            }
            float[] value = p.value().toArray();
            assertArrayEquals(new float[] {1, 1, 1}, new float[] {value[1], value[2], value[3]});
            assertTrue(value[0] < 0.8, () -> "moved to " + value[0]);
            p.gradientDestination().buffer().write(0, new float[4], 0, 4);
            optimizer.step(0.1);
            assertArrayEquals(value, p.value().toArray());
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertRefused("adafactorClipping 0.0: needs more than 0 as a 32-bit float", 0, 0.8, 1e-30);
        assertRefused("adafactorDecayExponent 1.5: needs 0 to 1", 1, 1.5, 1e-30);
        assertRefused("adafactorEpsilon1 1.0E-60: needs more than 0 as a 32-bit float", 1, 0.8, 1e-60);
    }

    private static void assertRefused(String message, double clipping, double exponent, double epsilon) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> new Adafactor.Config(clipping, exponent, epsilon, OptionalDouble.empty())).getMessage());
    }
}
