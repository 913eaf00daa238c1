package dev.lathe.tensor.cpu;

import dev.lathe.tensor.cpu.loops.MapLoops;
import dev.lathe.tensor.cpu.loops.RowLoops;
import dev.lathe.tensor.cpu.memory.HostDoubles;
import dev.lathe.tensor.cpu.memory.HostFloats;
import dev.lathe.tensor.cpu.threads.Ranges;
import dev.lathe.tensor.cpu.threads.Scratch;
import dev.lathe.tensor.device.Buffer;
import dev.lathe.tensor.device.OptimizerKernels;

/// Updates of parameters over ranges of elements. All but AdamW's are plain loops, which the compiler turns into vectors.
final class CpuOptimizerKernels implements OptimizerKernels {
    private final Ranges ranges;
    private final RowLoops loops;
    private final MapLoops maps;
    private final RowSums rowSums;

    CpuOptimizerKernels(Ranges ranges, RowLoops loops, MapLoops maps, RowSums rowSums) {
        this.ranges = ranges;
        this.loops = loops;
        this.maps = maps;
        this.rowSums = rowSums;
    }

    /// What a step's buffers hold: a call of a kernel reads them once.
    private record Scalars(double[] values, float gradScale) {
        static Scalars of(Step step, int count) {
            HostDoubles given = HostDoubles.of(step.scalars());
            var values = new double[count];
            given.read(step.at(), values, 0, count);
            return new Scalars(values, (float) HostDoubles.of(step.gradScale()).get(0));
        }

        float get(int i) {
            return (float) values[i];
        }

        boolean changesNothing() {
            return !Float.isFinite(gradScale);
        }
    }

    @Override
    public void clip(Clipping settings, Buffer readings, int watched) {
        HostDoubles r = HostDoubles.of(readings);
        double norm = Math.sqrt(r.get(0)) / settings.terms();
        double maxNorm = settings.maxNorm();
        double scale = (maxNorm > 0 && norm > maxNorm ? maxNorm / (norm + 1e-6) : 1) / settings.terms();
        boolean finite = Double.isFinite(norm);
        for (int i = 0; i < watched; i++) {
            finite &= Double.isFinite(r.get(2 + i));
        }
        r.set(0, finite ? scale : Double.NaN);
        r.set(1, norm);
    }

    @Override
    public void adamW(
            AdamW settings, Step step, Buffer gradient, Buffer value, Buffer firstMoment, Buffer secondMoment, int count) {
        Scalars scalars = Scalars.of(step, 3);
        if (scalars.changesNothing()) {
            return;
        }
        var loop = new MapLoops.AdamWStep(
                scalars.get(0), settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay(),
                scalars.get(1), scalars.get(2), scalars.gradScale());
        HostFloats g = HostFloats.of(gradient);
        HostFloats v = HostFloats.forWriting(value);
        HostFloats first = HostFloats.forWriting(firstMoment);
        HostFloats second = HostFloats.forWriting(secondMoment);
        ranges.elements(count, (from, to, scratch) -> maps.adamW(
                loop, g.array(), g.offset() + from, v.array(), v.offset() + from,
                first.array(), first.offset() + from, second.array(), second.offset() + from, to - from));
    }

    @Override
    public void sgd(Sgd settings, Step step, Buffer gradient, Buffer value, Buffer velocity, int count) {
        Scalars scalars = Scalars.of(step, 1);
        if (scalars.changesNothing()) {
            return;
        }
        HostFloats g = HostFloats.of(gradient);
        HostFloats v = HostFloats.forWriting(value);
        HostFloats kept = HostFloats.forWriting(velocity);
        float rate = scalars.get(0);
        float decay = 1 - rate * settings.weightDecay();
        ranges.elements(count, (from, to, scratch) -> sgd(
                settings.momentum(), scalars.gradScale(), rate, decay, g.array(), g.offset() + from, v.array(), v.offset() + from,
                kept.array(), kept.offset() + from, to - from));
    }

    private static void sgd(
            float momentum, float scale, float rate, float decay, float[] g, int gAt, float[] value, int valueAt,
            float[] velocity, int velocityAt, int n) {
        for (int i = 0; i < n; i++) {
            float speed = Math.fma(momentum, velocity[velocityAt + i], g[gAt + i] * scale);
            velocity[velocityAt + i] = speed;
            value[valueAt + i] = Math.fma(value[valueAt + i], decay, -(rate * speed));
        }
    }

    @Override
    public void lion(Lion settings, Step step, Buffer gradient, Buffer value, Buffer momentum, int count) {
        Scalars scalars = Scalars.of(step, 1);
        if (scalars.changesNothing()) {
            return;
        }
        HostFloats g = HostFloats.of(gradient);
        HostFloats v = HostFloats.forWriting(value);
        HostFloats kept = HostFloats.forWriting(momentum);
        ranges.elements(count, (from, to, scratch) -> lion(
                settings, scalars.get(0), scalars.gradScale(), g.array(), g.offset() + from, v.array(), v.offset() + from,
                kept.array(), kept.offset() + from, to - from));
    }

    private static void lion(
            Lion settings, float rate, float scale, float[] g, int gAt, float[] value, int valueAt,
            float[] momentum, int momentumAt, int n) {
        float beta1 = settings.beta1();
        float beta2 = settings.beta2();
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        float decay = 1 - rate * settings.weightDecay();
        for (int i = 0; i < n; i++) {
            float slope = g[gAt + i] * scale;
            float before = momentum[momentumAt + i];
            float sign = sign(Math.fma(beta1, before, rest1 * slope));
            momentum[momentumAt + i] = Math.fma(beta2, before, rest2 * slope);
            value[valueAt + i] = Math.fma(value[valueAt + i], decay, -(rate * sign));
        }
    }

    /// 1, -1, or what is given if that is 0 or NaN: as `Math.signum`, of which the compiler makes no vectors. Twice 2^127 takes the
    /// smallest number above 1.
    private static float sign(float x) {
        return Math.max(-1, Math.min(1, x * 0x1p127f * 0x1p127f));
    }

    @Override
    public void averageSquaresByAxis(
            float epsilon, Step step, Buffer gradient, Buffer row, Buffer column, int rows, int cols) {
        Scalars scalars = Scalars.of(step, 2);
        if (scalars.changesNothing()) {
            return;
        }
        HostFloats g = HostFloats.of(gradient);
        HostFloats rowMeans = HostFloats.forWriting(row);
        HostFloats columnMeans = HostFloats.forWriting(column);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            for (int r = from; r < to; r++) {
                float sum = loops.sumOfSquares(0, g.array(), g.offset() + r * cols, cols);
                average(scalars, epsilon, sum, cols, rowMeans, r);
            }
        });
        rowSums.each(rows, cols,
                (r, sum, at) -> addSquares(g.array(), g.offset() + r * cols, sum, at, cols),
                (total, from, count) -> {
                    for (int i = 0; i < count; i++) {
                        average(scalars, epsilon, total[i], rows, columnMeans, from + i);
                    }
                });
    }

    private static void addSquares(float[] x, int xAt, float[] sum, int sumAt, int n) {
        for (int i = 0; i < n; i++) {
            sum[sumAt + i] = Math.fma(x[xAt + i], x[xAt + i], sum[sumAt + i]);
        }
    }

    /// @param sum of `count` squares, of gradients that are not scaled yet
    private static void average(
            Scalars scalars, float epsilon, float sum, int count, HostFloats averages, int index) {
        float mean = sum * scalars.gradScale() * scalars.gradScale() / count + epsilon;
        int at = averages.offset() + index;
        averages.array()[at] = Math.fma(scalars.get(1), mean - averages.array()[at], averages.array()[at]);
    }

    @Override
    public void divideByRootOfAxes(
            Step step, Buffer gradient, Buffer row, Buffer rowMean, Buffer column, int rows, int cols) {
        Scalars scalars = Scalars.of(step, 0);
        if (scalars.changesNothing()) {
            return;
        }
        HostFloats g = HostFloats.forWriting(gradient);
        HostFloats rowMeans = HostFloats.of(row);
        HostFloats columnMeans = HostFloats.of(column);
        HostFloats mean = HostFloats.of(rowMean);
        float scale = scalars.gradScale() * root(mean.array()[mean.offset()]);
        ranges.rows(rows, cols, (from, to, scratch) -> {
            float[] factors = scratch.floats(Scratch.Use.TOTAL, cols);
            inverseRoots(columnMeans.array(), columnMeans.offset(), factors, cols);
            for (int r = from; r < to; r++) {
                float rowFactor = scale / root(rowMeans.array()[rowMeans.offset() + r]);
                multiply(rowFactor, factors, g.array(), g.offset() + r * cols, cols);
            }
        });
    }

    private static void inverseRoots(float[] x, int xAt, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / root(x[xAt + i]);
        }
    }

    /// First by one factor, then by the other: the product of both may be infinite where g is 0.
    private static void multiply(float rowFactor, float[] factors, float[] g, int at, int n) {
        for (int i = 0; i < n; i++) {
            g[at + i] = g[at + i] * rowFactor * factors[i];
        }
    }

    @Override
    public void divideByRootOfSquares(float epsilon, Step step, Buffer gradient, Buffer average, int count) {
        Scalars scalars = Scalars.of(step, 2);
        if (scalars.changesNothing()) {
            return;
        }
        HostFloats g = HostFloats.forWriting(gradient);
        HostFloats kept = HostFloats.forWriting(average);
        ranges.elements(count, (from, to, scratch) -> divide(
                scalars.get(1), epsilon, scalars.gradScale(), g.array(), g.offset() + from, kept.array(), kept.offset() + from, to - from));
    }

    private static void divide(
            float share, float epsilon, float scale, float[] g, int gAt, float[] average, int averageAt, int n) {
        for (int i = 0; i < n; i++) {
            float slope = g[gAt + i] * scale;
            float before = average[averageAt + i];
            float after = Math.fma(share, Math.fma(slope, slope, epsilon) - before, before);
            average[averageAt + i] = after;
            g[gAt + i] = slope / root(after);
        }
    }

    @Override
    public void move(Move settings, Step step, Buffer squares, Buffer direction, Buffer value, int count) {
        Scalars scalars = Scalars.of(step, 1);
        if (scalars.changesNothing()) {
            return;
        }
        double learningRate = scalars.values()[0];
        HostDoubles sums = HostDoubles.of(squares);
        double relative = learningRate / Math.max(1, Math.sqrt(sums.get(0) / count) / settings.clipping());
        if (settings.smallest() > 0) {
            relative *= Math.max(settings.smallest(), Math.sqrt(sums.get(1) / count));
        }
        float rate = (float) relative;
        float factor = (float) (1 - learningRate * settings.weightDecay());
        HostFloats d = HostFloats.of(direction);
        HostFloats v = HostFloats.forWriting(value);
        ranges.elements(count, (from, to, scratch) ->
                move(d.array(), d.offset() + from, rate, factor, v.array(), v.offset() + from, to - from));
    }

    private static void move(float[] d, int dAt, float rate, float factor, float[] value, int valueAt, int n) {
        for (int i = 0; i < n; i++) {
            value[valueAt + i] = Math.fma(value[valueAt + i], factor, -(rate * d[dAt + i]));
        }
    }

    private static float root(float x) {
        return (float) Math.sqrt(x);
    }
}
