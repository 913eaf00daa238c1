package dev.lathe.testkit;

import dev.lathe.tensor.Shape;
import dev.lathe.tensor.Tensor;
import dev.lathe.tensor.Workspace;
import dev.lathe.tensor.device.Backend;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.DType;
import dev.lathe.tensor.device.OptimizerKernels;
import dev.lathe.tensor.device.OptimizerKernels.AdamW;
import dev.lathe.tensor.device.OptimizerKernels.Clipping;
import dev.lathe.tensor.device.OptimizerKernels.Lion;
import dev.lathe.tensor.device.OptimizerKernels.Move;
import dev.lathe.tensor.device.OptimizerKernels.Sgd;
import dev.lathe.tensor.device.OptimizerKernels.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds the kernels of optimisers, which are no ops, against backends: one step from random states, in double precision.
public final class OptimizerConformance {
    private static final int[] COUNTS = {1, 7, 15, 16, 17, 333, 40_000};
    /// Rows and columns; columns are summed in blocks of 64 rows.
    private static final int[][] MATRICES = {{1, 1}, {1, 9}, {9, 1}, {3, 5}, {64, 16}, {65, 33}, {131, 67}, {700, 130}};
    private static final float GRAD_SCALE = 0.7f;
    private static final float SHARE = 0.3f;
    private static final float EPSILON = 0.01f;

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
            conformance.clip(count);
        }
        conformance.changesNothing();
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
            Step step = step(ws, GRAD_SCALE, 0.1, 0.3);
            kernels.sgd(new Sgd(0.9f, 0.01f), step, gradient.buffer(), value.buffer(), state.buffer(), count);
            results.put("sgd", value.toArray());
            kernels.lion(
                    new Lion(0.9f, 0.99f, 0.01f), step, gradient.buffer(), value.buffer(), state.buffer(), count);
            results.put("lion", value.toArray());
            results.put("lion's momentum", state.toArray());
            kernels.averageSquaresByAxis(1e-30f, step, gradient.buffer(), row.buffer(), column.buffer(), rows, cols);
            results.put("squares by row", row.toArray());
            results.put("squares by column", column.toArray());
            Tensor mean = ws.of(Shape.of(1), 0.8f);
            kernels.divideByRootOfAxes(
                    step, gradient.buffer(), row.buffer(), mean.buffer(), column.buffer(), rows, cols);
            results.put("divided by root of axes", gradient.toArray());
            kernels.divideByRootOfSquares(1e-30f, step, gradient.buffer(), squares.buffer(), count);
            results.put("divided by root of squares", gradient.toArray());
            results.put("squares", squares.toArray());
            Buffer sums = ws.buffer(DType.F64, 2);
            backend.reduction().sumOfSquares(
                    List.of(gradient.buffer(), row.buffer()), new int[] {count, rows}, sums, 0);
            backend.reduction().sumOfSquares(List.of(value.buffer()), new int[] {count}, sums, 1);
            kernels.move(new Move(1, 1e-3, 0.1), step, sums, gradient.buffer(), value.buffer(), count);
            results.put("moved", value.toArray());
        }
        return results;
    }

    private void adamW(int count) {
        var s = new AdamW(0.9f, 0.999f, 1e-8f, 0.3f);
        try (var ws = Workspace.inference("adamW", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor first = normal(ws, count);
            Tensor second = positive(ws, count);
            float[][] was = {gradient.toArray(), value.toArray(), first.toArray(), second.toArray()};
            backend.optimizer().adamW(
                    s, step(ws, GRAD_SCALE, 1e-2, 0.271, 0.0029), gradient.buffer(), value.buffer(), first.buffer(), second.buffer(), count);
            float[][] is = {first.toArray(), second.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * GRAD_SCALE;
                double m = s.beta1() * (double) was[2][i] + (1.0 - s.beta1()) * g;
                double v = s.beta2() * (double) was[3][i] + (1.0 - s.beta2()) * g * g;
                double sizeM = Math.abs(was[2][i]) + Math.abs(g);
                check("adamW, first", count, i, is[0][i], m, sizeM, 2);
                check("adamW, second", count, i, is[1][i], v, was[3][i] + g * g, 2);
                double rate = 1e-2 / 0.271;
                double root = Math.sqrt(v / 0.0029) + s.epsilon();
                double kept = was[1][i] * (1 - 1e-2 * (double) s.weightDecay());
                check("adamW, value", count, i, is[2][i], kept - rate * m / root, Math.abs(kept) + rate * sizeM / root, 6);
            }
        }
    }

    private void sgd(int count) {
        var s = new Sgd(0.9f, 0.3f);
        try (var ws = Workspace.inference("sgd", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor velocity = normal(ws, count);
            float[][] was = {gradient.toArray(), value.toArray(), velocity.toArray()};
            backend.optimizer().sgd(s, step(ws, GRAD_SCALE, 0.05), gradient.buffer(), value.buffer(), velocity.buffer(), count);
            float[][] is = {velocity.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * GRAD_SCALE;
                double speed = s.momentum() * (double) was[2][i] + g;
                double size = Math.abs(was[2][i]) + Math.abs(g);
                double kept = was[1][i] * (1 - 0.05f * (double) s.weightDecay());
                check("sgd, velocity", count, i, is[0][i], speed, size, 2);
                check("sgd, value", count, i, is[1][i], kept - 0.05f * speed,
                        Math.abs(kept) + 0.05f * size, 3);
            }
        }
    }

    /// The sign of what cancels but for rounding is either; none of it is 0 but where all is.
    private void lion(int count) {
        var s = new Lion(0.9f, 0.99f, 0.3f);
        try (var ws = Workspace.inference("lion", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor value = normal(ws, count);
            Tensor momentum = normal(ws, count);
            if (count > 1) {
                gradient.buffer().write(1, new float[1], 0, 1);
                momentum.buffer().write(1, new float[1], 0, 1);
            }
            float[][] was = {gradient.toArray(), value.toArray(), momentum.toArray()};
            backend.optimizer().lion(s, step(ws, GRAD_SCALE, 0.05), gradient.buffer(), value.buffer(), momentum.buffer(), count);
            float[][] is = {momentum.toArray(), value.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * GRAD_SCALE;
                double size = Math.abs(was[2][i]) + Math.abs(g);
                check("lion, momentum", count, i, is[0][i], s.beta2() * (double) was[2][i] + (1.0 - s.beta2()) * g, size, 2);
                double mixed = s.beta1() * (double) was[2][i] + (1.0 - s.beta1()) * g;
                if (mixed == 0 || Math.abs(mixed) > 1e-6 * size) {
                    double kept = was[1][i] * (1 - 0.05f * (double) s.weightDecay());
                    check("lion, value", count, i, is[1][i], kept - 0.05f * Math.signum(mixed),
                            Math.abs(kept) + 0.05f, 2);
                }
            }
        }
    }

    private void averageSquaresByAxis(int rows, int cols) {
        try (var ws = Workspace.inference("averageSquaresByAxis", backend)) {
            Tensor gradient = normal(ws, rows * cols);
            Tensor row = positive(ws, rows);
            Tensor column = positive(ws, cols);
            float[][] was = {gradient.toArray(), row.toArray(), column.toArray()};
            backend.optimizer().averageSquaresByAxis(
                    EPSILON, step(ws, GRAD_SCALE, 0, SHARE), gradient.buffer(), row.buffer(), column.buffer(), rows, cols);
            float[][] is = {row.toArray(), column.toArray()};
            var means = new double[][] {new double[rows], new double[cols]};
            for (int i = 0; i < rows * cols; i++) {
                double g = (double) was[0][i] * GRAD_SCALE;
                means[0][i / cols] += (g * g + EPSILON) / cols;
                means[1][i % cols] += (g * g + EPSILON) / rows;
            }
            for (int axis = 0; axis < 2; axis++) {
                for (int i = 0; i < means[axis].length; i++) {
                    double before = was[1 + axis][i];
                    check("averageSquaresByAxis, axis " + axis, rows * cols, i, is[axis][i],
                            before + SHARE * (means[axis][i] - before), before + SHARE * means[axis][i],
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
                    step(ws, GRAD_SCALE, 0), gradient.buffer(), row.buffer(), mean.buffer(), column.buffer(), rows, cols);
            float[] is = gradient.toArray();
            for (int i = 0; i < is.length; i++) {
                double wanted = (double) was[0][i] * GRAD_SCALE
                        / Math.sqrt((double) was[1][i / cols] * was[2][i % cols] / 0.8f);
                check("divideByRootOfAxes", is.length, i, is[i], wanted, Math.abs(wanted), 6);
            }
        }
    }

    private void divideByRootOfSquares(int count) {
        try (var ws = Workspace.inference("divideByRootOfSquares", backend)) {
            Tensor gradient = normal(ws, count);
            Tensor average = positive(ws, count);
            float[][] was = {gradient.toArray(), average.toArray()};
            backend.optimizer().divideByRootOfSquares(
                    EPSILON, step(ws, GRAD_SCALE, 0, SHARE), gradient.buffer(), average.buffer(), count);
            float[][] is = {average.toArray(), gradient.toArray()};
            for (int i = 0; i < count; i++) {
                double g = (double) was[0][i] * GRAD_SCALE;
                double q = g * g + EPSILON;
                double after = was[1][i] + SHARE * (q - was[1][i]);
                check("divideByRootOfSquares, average", count, i, is[0][i], after, was[1][i] + SHARE * q, 3);
                double divided = g / Math.sqrt(after);
                check("divideByRootOfSquares", count, i, is[1][i], divided,
                        Math.abs(divided) * (was[1][i] + SHARE * q) / after, 6);
            }
        }
    }

    private void move(int count) {
        try (var ws = Workspace.inference("move", backend)) {
            for (Move s : List.of(new Move(0.2, 0, 0.3), new Move(1e9, 0, 0.3), new Move(0.2, 0.5, 0.3), new Move(0.2, 50, 0.3))) {
                Tensor direction = normal(ws, count);
                Tensor value = normal(ws, count);
                float[] was = value.toArray();
                float[] along = direction.toArray();
                Buffer squares = ws.buffer(DType.F64, 2);
                backend.reduction().sumOfSquares(List.of(direction.buffer()), new int[] {count}, squares, 0);
                backend.reduction().sumOfSquares(List.of(value.buffer()), new int[] {count}, squares, 1);
                backend.optimizer().move(s, step(ws, GRAD_SCALE, 0.1), squares, direction.buffer(), value.buffer(), count);
                float[] is = value.toArray();
                double rate = 0.1 / Math.max(1, Math.sqrt(squares(along) / count) / s.clipping());
                rate *= s.smallest() > 0 ? Math.max(s.smallest(), Math.sqrt(squares(was) / count)) : 1;
                for (int i = 0; i < count; i++) {
                    double kept = was[i] * (1 - 0.1 * s.weightDecay());
                    double moved = along[i] * rate;
                    check("move", count, i, is[i], kept - moved, Math.abs(kept) + Math.abs(moved), 2);
                }
            }
        }
    }

    /// Some buffers, whose squares are summed as one.
    private void clip(int count) {
        try (var ws = Workspace.inference("clip", backend)) {
            Tensor some = normal(ws, count);
            Tensor more = normal(ws, 3 * count);
            double norm = Math.sqrt(squares(some.toArray()) + squares(more.toArray())) / 5;
            for (double maxNorm : new double[] {0, norm / 2, norm * 2}) {
                for (float watched : new float[] {7, Float.NaN, Float.POSITIVE_INFINITY}) {
                    Buffer readings = ws.buffer(DType.F64, 4);
                    backend.reduction().keep(ws.of(Shape.of(1), 0.1f).buffer(), readings, 2);
                    backend.reduction().keep(ws.of(Shape.of(1), watched).buffer(), readings, 3);
                    backend.reduction().sumOfSquares(
                            List.of(some.buffer(), more.buffer()), new int[] {count, 3 * count}, readings, 0);
                    backend.optimizer().clip(new Clipping(maxNorm, 5), readings, 2);
                    var is = new double[4];
                    readings.read(0, is, 0, 4);
                    double factor = maxNorm > 0 && norm > maxNorm ? maxNorm / (norm + 1e-6) : 1;
                    double scale = Float.isFinite(watched) ? factor / 5 : Double.NaN;
                    check("clip, norm", count, 1, (float) is[1], norm, norm, 1);
                    checkSame("clip, scale", count, Double.isNaN(scale), Double.isNaN(is[0]));
                    if (!Double.isNaN(scale)) {
                        check("clip, scale", count, 0, (float) is[0], scale, scale, 1);
                    }
                    checkSame("clip, watched", count, (double) 0.1f, is[2]);
                    checkSame("clip, watched", count, (double) watched, is[3]);
                }
            }
        }
    }

    /// With a scale that is not finite every kernel leaves everything as it was.
    private void changesNothing() {
        int rows = 9;
        int cols = 17;
        int count = rows * cols;
        for (double scale : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            try (var ws = Workspace.inference("nothing", backend)) {
                Tensor gradient = normal(ws, count);
                Tensor value = normal(ws, count);
                Tensor first = normal(ws, count);
                Tensor second = positive(ws, count);
                Tensor row = positive(ws, rows);
                Tensor column = positive(ws, cols);
                List<Tensor> all = List.of(gradient, value, first, second, row, column);
                List<float[]> was = all.stream().map(Tensor::toArray).toList();
                Step step = step(ws, scale, 0.1, 0.3, 0.2);
                OptimizerKernels kernels = backend.optimizer();
                kernels.adamW(
                        new AdamW(0.9f, 0.999f, 1e-8f, 0.3f), step, gradient.buffer(), value.buffer(), first.buffer(),
                        second.buffer(), count);
                kernels.sgd(new Sgd(0.9f, 0.3f), step, gradient.buffer(), value.buffer(), first.buffer(), count);
                kernels.lion(new Lion(0.9f, 0.99f, 0.3f), step, gradient.buffer(), value.buffer(), first.buffer(), count);
                kernels.averageSquaresByAxis(EPSILON, step, gradient.buffer(), row.buffer(), column.buffer(), rows, cols);
                kernels.divideByRootOfAxes(
                        step, gradient.buffer(), row.buffer(), ws.of(Shape.of(1), 0.8f).buffer(), column.buffer(), rows, cols);
                kernels.divideByRootOfSquares(EPSILON, step, gradient.buffer(), second.buffer(), count);
                Buffer squares = ws.buffer(DType.F64, 2);
                squares.write(0, new double[] {1, 1}, 0, 2);
                kernels.move(new Move(1, 0.5, 0.3), step, squares, gradient.buffer(), value.buffer(), count);
                for (int i = 0; i < was.size(); i++) {
                    checkSame("scale " + scale + ", tensor " + i, count, Arrays.toString(was.get(i)),
                            Arrays.toString(all.get(i).toArray()));
                }
            }
        }
    }

    /// Scalars behind others, as they are of a group that is not the first.
    private static Step step(Workspace ws, double gradScale, double... scalars) {
        int at = 3;
        Buffer all = ws.buffer(DType.F64, at + scalars.length);
        all.write(0, new double[] {Double.NaN, Double.NaN, Double.NaN}, 0, at);
        all.write(at, scalars, 0, scalars.length);
        Buffer scale = ws.buffer(DType.F64, 1);
        scale.write(0, new double[] {gradScale}, 0, 1);
        return new Step(all, at, scale);
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    private void checkSame(String what, int count, Object wanted, Object is) {
        if (!wanted.equals(is)) {
            failures.add("%s on %s, %d elements: is %s, not %s; -Dtest.seed=%d".formatted(
                    what, backend.description(), count, is, wanted, seed));
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
