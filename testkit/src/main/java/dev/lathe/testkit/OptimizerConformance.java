package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.OptimizerKernels.AdamW;
import dev.lathe.tensor.device.OptimizerKernels.Lion;
import dev.lathe.tensor.device.OptimizerKernels.Sgd;
import dev.lathe.tensor.device.OptimizerKernels.SquareAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds the kernels of optimisers, which are no ops, against backends: one step from random states, in double precision.
public final class OptimizerConformance {
    private static final int[] COUNTS = {1, 7, 15, 16, 17, 333, 40_000};
    /// Rows and columns; columns are summed in blocks of 64 rows.
    private static final int[][] MATRICES = {{1, 1}, {1, 9}, {9, 1}, {3, 5}, {64, 16}, {65, 33}, {131, 67}, {700, 130}};
    private static final float GRAD_SCALE = 0.7f;

    private final Backend backend;
    private final long seed;
    private final Rand rand;
    private final List<String> failures = new ArrayList<>();

    private OptimizerConformance(Backend backend, long seed) {
        this.backend = backend;
        this.seed = seed;
        this.rand = new Rand(seed);
    }

    /// What falls short on `backend`, a line each; nothing if the kernels keep their promises.
    public static List<String> run(Backend backend, long seed) {
        var conformance = new OptimizerConformance(backend, seed);
        for (int count : COUNTS) {
            conformance.adamW(count);
            conformance.sgd(count);
            conformance.lion(count);
            conformance.divideByRootOfSquares(count);
            conformance.move(count);
        }
        for (int[] matrix : MATRICES) {
            conformance.averageSquaresByAxis(matrix[0], matrix[1]);
            conformance.divideByRootOfAxes(matrix[0], matrix[1]);
        }
        return conformance.failures;
    }

    /// What each kernel leaves, for comparisons of bits.
    static Map<String, float[]> results(Backend backend, long seed) {
        var conformance = new OptimizerConformance(backend, seed);
        var results = new LinkedHashMap<String, float[]>();
        try (var ws = Workspace.inference("optimizer", backend)) {
            int rows = 131;
            int cols = 133;
            int count = rows * cols;
            Tensor gradient = conformance.normal(ws, count);
            Tensor value = conformance.normal(ws, count);
            Tensor state = conformance.normal(ws, count);
            Tensor squares = conformance.positive(ws, count);
            Tensor row = conformance.positive(ws, rows);
            Tensor column = conformance.positive(ws, cols);
            OptimizerKernels kernels = backend.optimizer();
            kernels.sgd(new Sgd(0.1f, 0.9f, 0.01f, GRAD_SCALE), gradient.buffer(), value.buffer(), state.buffer(), count);
            results.put("sgd", value.toArray());
            kernels.lion(
                    new Lion(0.1f, 0.9f, 0.99f, 0.01f, GRAD_SCALE), gradient.buffer(), value.buffer(), state.buffer(), count);
            results.put("lion", value.toArray());
            results.put("lion's momentum", state.toArray());
            var average = new SquareAverage(0.3f, 1e-30f, GRAD_SCALE);
            kernels.averageSquaresByAxis(average, gradient.buffer(), row.buffer(), column.buffer(), rows, cols);
            results.put("squares by row", row.toArray());
            results.put("squares by column", column.toArray());
            Tensor mean = ws.of(Shape.of(1), 0.8f);
            kernels.divideByRootOfAxes(
                    GRAD_SCALE, gradient.buffer(), row.buffer(), mean.buffer(), column.buffer(), rows, cols);
            results.put("divided by root of axes", gradient.toArray());
            kernels.divideByRootOfSquares(average, gradient.buffer(), squares.buffer(), count);
            results.put("divided by root of squares", gradient.toArray());
            results.put("squares", squares.toArray());
            kernels.move(gradient.buffer(), 0.1f, 0.99f, value.buffer(), count);
            results.put("moved", value.toArray());
        }
        return results;
    }

    private void adamW(int count) {
        var s = new AdamW(1e-2f, 0.9f, 0.999f, 1e-8f, 0.3f, 0.271f, 0.0029f, GRAD_SCALE);
        try (var ws = Workspace.inference("adamW", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor first = normal(ws, count);
            Tensor second = positive(ws, count);
            float[][] was = {gradient.toArray(), value.toArray(), first.toArray(), second.toArray()};
            backend.optimizer().adamW(
                    s, gradient.buffer(), value.buffer(), first.buffer(), second.buffer(), count);
            float[][] is = {first.toArray(), second.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * s.gradScale();
                double m = s.beta1() * (double) was[2][i] + (1.0 - s.beta1()) * g;
                double v = s.beta2() * (double) was[3][i] + (1.0 - s.beta2()) * g * g;
                double sizeM = Math.abs(was[2][i]) + Math.abs(g);
                check("adamW, first", count, i, is[0][i], m, sizeM, 2);
                check("adamW, second", count, i, is[1][i], v, was[3][i] + g * g, 2);
                double rate = s.learningRate() / s.beta1Correction();
                double root = Math.sqrt(v / s.beta2Correction()) + s.epsilon();
                double kept = was[1][i] * (1 - s.learningRate() * (double) s.weightDecay());
                check("adamW, value", count, i, is[2][i], kept - rate * m / root, Math.abs(kept) + rate * sizeM / root, 6);
            }
        }
    }

    private void sgd(int count) {
        var s = new Sgd(0.05f, 0.9f, 0.3f, GRAD_SCALE);
        try (var ws = Workspace.inference("sgd", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor velocity = normal(ws, count);
            float[][] was = {gradient.toArray(), value.toArray(), velocity.toArray()};
            backend.optimizer().sgd(s, gradient.buffer(), value.buffer(), velocity.buffer(), count);
            float[][] is = {velocity.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * s.gradScale();
                double speed = s.momentum() * (double) was[2][i] + g;
                double size = Math.abs(was[2][i]) + Math.abs(g);
                double kept = was[1][i] * (1 - s.learningRate() * (double) s.weightDecay());
                check("sgd, velocity", count, i, is[0][i], speed, size, 2);
                check("sgd, value", count, i, is[1][i], kept - s.learningRate() * speed,
                        Math.abs(kept) + s.learningRate() * size, 3);
            }
        }
    }

    /// The sign of what cancels but for rounding is either; none of it is 0 but where all is.
    private void lion(int count) {
        var s = new Lion(0.05f, 0.9f, 0.99f, 0.3f, GRAD_SCALE);
        try (var ws = Workspace.inference("lion", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor momentum = normal(ws, count);
            if (count > 1) {
                gradient.buffer().write(1, new float[1], 0, 1);
                momentum.buffer().write(1, new float[1], 0, 1);
            }
            float[][] was = {gradient.toArray(), value.toArray(), momentum.toArray()};
            backend.optimizer().lion(s, gradient.buffer(), value.buffer(), momentum.buffer(), count);
            float[][] is = {momentum.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * s.gradScale();
                double size = Math.abs(was[2][i]) + Math.abs(g);
                check("lion, momentum", count, i, is[0][i], s.beta2() * (double) was[2][i] + (1.0 - s.beta2()) * g, size, 2);
                double mixed = s.beta1() * (double) was[2][i] + (1.0 - s.beta1()) * g;
                if (mixed == 0 || Math.abs(mixed) > 1e-6 * size) {
                    double kept = was[1][i] * (1 - s.learningRate() * (double) s.weightDecay());
                    check("lion, value", count, i, is[1][i], kept - s.learningRate() * Math.signum(mixed),
                            Math.abs(kept) + s.learningRate(), 2);
                }
            }
        }
    }

    private void averageSquaresByAxis(int rows, int cols) {
        var s = new SquareAverage(0.3f, 0.01f, GRAD_SCALE);
        try (var ws = Workspace.inference("averageSquaresByAxis", backend)) {
            Tensor gradient = normal(ws, rows * cols);
            Tensor row = positive(ws, rows);
            Tensor column = positive(ws, cols);
            float[][] was = {gradient.toArray(), row.toArray(), column.toArray()};
            backend.optimizer().averageSquaresByAxis(s, gradient.buffer(), row.buffer(), column.buffer(), rows, cols);
            float[][] is = {row.toArray(), column.toArray()};
            var means = new double[][] {new double[rows], new double[cols]};
            for (int i = 0; i < rows * cols; i++) {
                double g = (double) was[0][i] * s.gradScale();
                means[0][i / cols] += (g * g + s.epsilon()) / cols;
                means[1][i % cols] += (g * g + s.epsilon()) / rows;
            }
            for (int axis = 0; axis < 2; axis++) {
                for (int i = 0; i < means[axis].length; i++) {
                    double before = was[1 + axis][i];
                    check("averageSquaresByAxis, axis " + axis, rows * cols, i, is[axis][i],
                            before + s.share() * (means[axis][i] - before), before + s.share() * means[axis][i],
                            axis == 0 ? cols : rows);
                }
            }
        }
    }

    private void divideByRootOfAxes(int rows, int cols) {
        try (var ws = Workspace.inference("divideByRootOfAxes", backend)) {
            Tensor gradient = normal(ws, rows * cols);
            Tensor row = positive(ws, rows);
            Tensor column = positive(ws, cols);
            Tensor mean = ws.of(Shape.of(1), 0.8f);
            if (rows > 1 && cols > 1) {
                // What a row and a column without a gradient have: the product of their roots would be 0.
                row.buffer().write(1, new float[] {1e-30f}, 0, 1);
                column.buffer().write(1, new float[] {1e-30f}, 0, 1);
                gradient.buffer().write(cols + 1, new float[1], 0, 1);
            }
            float[][] was = {gradient.toArray(), row.toArray(), column.toArray()};
            backend.optimizer().divideByRootOfAxes(
                    GRAD_SCALE, gradient.buffer(), row.buffer(), mean.buffer(), column.buffer(), rows, cols);
            float[] is = gradient.toArray();
            for (int i = 0; i < is.length; i++) {
                double wanted = (double) was[0][i] * GRAD_SCALE
                        / Math.sqrt((double) was[1][i / cols] * was[2][i % cols] / 0.8f);
                check("divideByRootOfAxes", is.length, i, is[i], wanted, Math.abs(wanted), 6);
            }
        }
    }

    private void divideByRootOfSquares(int count) {
        var s = new SquareAverage(0.3f, 0.01f, GRAD_SCALE);
        try (var ws = Workspace.inference("divideByRootOfSquares", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor average = positive(ws, count);
            float[][] was = {gradient.toArray(), average.toArray()};
            backend.optimizer().divideByRootOfSquares(s, gradient.buffer(), average.buffer(), count);
            float[][] is = {average.toArray(), gradient.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * s.gradScale();
                double q = g * g + s.epsilon();
                double after = was[1][i] + s.share() * (q - was[1][i]);
                check("divideByRootOfSquares, average", count, i, is[0][i], after, was[1][i] + s.share() * q, 3);
                double divided = g / Math.sqrt(after);
                check("divideByRootOfSquares", count, i, is[1][i], divided,
                        Math.abs(divided) * (was[1][i] + s.share() * q) / after, 6);
            }
        }
    }

    private void move(int count) {
        try (var ws = Workspace.inference("move", backend)) {
            Tensor direction = normal(ws, count);
            Tensor value = normal(ws, count);
            float[] was = value.toArray();
            backend.optimizer().move(direction.buffer(), 0.1f, 0.9f, value.buffer(), count);
            float[] is = value.toArray();
            float[] along = direction.toArray();
            for (int i = 0; i < count; i++) {
                double kept = was[i] * (double) 0.9f;
                double moved = along[i] * (double) 0.1f;
                check("move", count, i, is[i], kept - moved, Math.abs(kept) + Math.abs(moved), 2);
            }
        }
    }

    /// @param terms that the wanted value is summed from, or factors
    private void check(String what, int count, int at, float is, double wanted, double magnitude, int terms) {
        double allowed = 4 * Math.ulp(1f) * Math.sqrt(terms) * magnitude;
        if (!(Math.abs(is - wanted) <= allowed)) {
            failures.add("%s on %s, %d elements: at %d is %s, not %.9g (allowed error %.1e); -Dtest.seed=%d".formatted(
                    what, backend.description(), count, at, is, wanted, allowed, seed));
        }
    }

    private Tensor normal(Workspace ws, int count) {
        return ws.of(Shape.of(count), Doubles.toFloats(rand.normal(count).values()));
    }

    private Tensor positive(Workspace ws, int count) {
        return ws.of(Shape.of(count), Doubles.toFloats(rand.constant(0.1, 2, count).values()));
    }
}
