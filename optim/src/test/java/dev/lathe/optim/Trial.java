package dev.lathe.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lathe.tensor.Parameter;
import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Some parameters in groups of their own, steps of an optimiser with random gradients, and its formula in double precision.
///
/// Tolerance: a value is the sum of what it was and a move for each step, each of some six rounded operations, so 4 ulp x
/// sqrt(6 steps) x the sum of their magnitudes.
final class Trial implements AutoCloseable {
    static final int STEPS = 12;
    static final double RATE = 0.05;
    static final double GRAD_SCALE = 0.6;
    private static final long SEED = Long.getLong("test.seed", 42);

    /// The formula of an optimiser for one parameter, with what it remembers of it.
    @FunctionalInterface
    interface Formula {
        /// What is added to the values of a parameter, besides its decay; NaN where rounding decides, after which anything may follow.
        ///
        /// @param step from 1
        /// @param gradient scaled
        double[] move(int step, double[] value, double[] gradient, double learningRate);
    }

    private final CpuBackend backend = new CpuBackend(2);
    private final Workspace model = Workspace.model("model", backend);
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<ParameterGroup> groups;
    private final Optimizer optimizer;

    Trial(Optimizer.Config config) {
        for (Shape shape : List.of(Shape.of(5, 7), Shape.of(33), Shape.of(2, 3, 4), Shape.of(70, 3), Shape.of(1))) {
            add(model.parameter("p" + parameters.size(), shape));
        }
        add(model.frozenParameter("frozen", Shape.of(3, 3)));
        groups = List.of(
                new ParameterGroup(parameters.subList(0, 2), 1, 0.3),
                new ParameterGroup(List.of(), 1, 1),
                new ParameterGroup(parameters.subList(2, 5), 0.5, 0),
                new ParameterGroup(parameters.subList(5, 6), 1, 0.3));
        optimizer = config.over(groups, model);
    }

    private void add(Parameter parameter) {
        write(parameter, random(-parameters.size() - 1, parameters.size(), parameter.shape().size()));
        parameters.add(parameter);
    }

    List<Parameter> parameters() {
        return parameters;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    /// Gives each parameter that trains the random gradient of a step, and takes the step.
    void step(int step) {
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).isFrozen()) {
                double[] gradient = gradient(step, i);
                parameters.get(i).gradientDestination().buffer().write(0, floats(gradient), 0, gradient.length);
            }
        }
        optimizer.step(RATE, GradientScale.of(GRAD_SCALE));
        parameters.forEach(parameter -> assertFalse(parameter.hasGradient(), "gradients are cleared"));
    }

    private double[] gradient(int step, int parameter) {
        return random(step, parameter, parameters.get(parameter).shape().size());
    }

    /// Steps beside the formula; a frozen parameter stays as it is.
    static void follows(Optimizer.Config config, Function<Shape, Formula> formulaOf) {
        try (var trial = new Trial(config)) {
            List<Formula> formulas = trial.parameters.stream().map(p -> formulaOf.apply(p.shape())).toList();
            List<double[]> wanted = trial.parameters.stream().map(Trial::values).toList();
            List<double[]> sizes = trial.parameters.stream().map(p -> new double[p.shape().size()]).toList();
            for (int step = 1; step <= STEPS; step++) {
                trial.step(step);
                for (int p = 0; p < 5; p++) {
                    trial.move(formulas.get(p), step, p, wanted.get(p), sizes.get(p));
                }
                for (int p = 0; p < wanted.size(); p++) {
                    assertClose(wanted.get(p), sizes.get(p), trial.parameters.get(p), step);
                }
            }
            assertEquals(STEPS, trial.optimizer.step());
        }
    }

    private void move(Formula formula, int step, int parameter, double[] value, double[] size) {
        double rate = RATE * (parameter < 2 ? 1 : 0.5);
        double decay = parameter < 2 ? 0.3 : 0;
        double[] gradient = gradient(step, parameter);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= GRAD_SCALE;
        }
        double[] move = formula.move(step, value.clone(), gradient, rate);
        for (int i = 0; i < value.length; i++) {
            boolean decided = !Double.isNaN(move[i]);
            size[i] += decided ? Math.abs(move[i]) + (step == 1 ? Math.abs(value[i]) : 0) : Double.POSITIVE_INFINITY;
            value[i] = value[i] * (1 - rate * decay) + (decided ? move[i] : 0);
        }
    }

    private static void assertClose(double[] wanted, double[] sizes, Parameter parameter, int step) {
        double[] found = values(parameter);
        for (int i = 0; i < wanted.length; i++) {
            double allowed = 4 * Math.ulp(1f) * Math.sqrt(6 * step) * sizes[i];
            assertEquals(wanted[i], found[i], allowed,
                    "%s at %d after step %d; -Dtest.seed=%d".formatted(parameter, i, step, SEED));
        }
    }

    static double[] values(Parameter parameter) {
        float[] floats = parameter.value().toArray();
        var values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    static void write(Parameter parameter, double[] values) {
        parameter.value().buffer().write(0, floats(values), 0, values.length);
    }

    private static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /// Normal values, as floats have them.
    private static double[] random(int step, int parameter, int count) {
        var random = new SplittableRandom(SEED + 1000L * step + parameter);
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Override
    public void close() {
        model.close();
        backend.close();
    }
}
