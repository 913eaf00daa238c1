package dev.lathe.testkit;

import java.util.ArrayList;
import java.util.List;

/// Partial derivatives of what a spec has differentiated with respect to one input, by central differences in double precision:
/// with respect to some of its elements, one by one, and along one random direction of all of them.
final class Derivatives {
    /// The truncation error is about its square, the rounding error 2^-53 divided by it.
    private static final double STEP = 0x1p-17;
    private static final double ROUNDING = 0x1p-51 / STEP;
    private static final int ALL = 40;
    private static final int SOME = 16;

    private final int input;
    private final Expected expected;
    private final double cancelling;
    private final int count;
    private final List<Column> columns = new ArrayList<>();
    private final double[] direction;
    private final double[] along;

    /// The derivatives of all outputs with respect to one element.
    private record Column(int element, double[] slopes, int terms) {}

    Derivatives(OpSpec spec, Sample sample, int input, Expected expected, Rand rand) {
        this.input = input;
        this.expected = expected;
        this.cancelling = spec.cancelling(sample, input);
        this.count = sample.floats(input).length;
        for (int element : elements(count, rand)) {
            var way = new double[count];
            way[element] = 1;
            double[] slopes = difference(spec, sample, way);
            int terms = 0;
            for (double slope : slopes) {
                terms += slope == 0 ? 0 : 1;
            }
            columns.add(new Column(element, slopes, Math.max(terms, expected.terms())));
        }
        this.direction = new double[count];
        for (int i = 0; i < count; i++) {
            direction[i] = rand.sign();
        }
        this.along = difference(spec, sample, direction);
    }

    /// Compares a gradient with Σ slope gradOutput.
    ///
    /// @param magnitudes of `gradOutput`; larger than it where it is a sum
    /// @return what is wrong, or nothing
    List<String> compare(float[] gradient, double[] gradOutput, double[] magnitudes) {
        var wrong = new ArrayList<String>();
        double allowedSum = 0;
        int mostTerms = expected.terms();
        for (Column column : columns) {
            double want = Doubles.dot(column.slopes, gradOutput);
            double allowed = allowed(column, magnitudes);
            allowedSum += allowed;
            mostTerms = Math.max(mostTerms, column.terms);
            if (!(Math.abs(gradient[column.element] - want) <= allowed)) {
                wrong.add("gradient of input %d at %d is %s, not %.9g (allowed error %.1e)"
                        .formatted(input, column.element, gradient[column.element], want, allowed));
            }
        }
        if (count > 0) {
            double want = Doubles.dot(along, gradOutput);
            double got = 0;
            for (int i = 0; i < count; i++) {
                got += gradient[i] * direction[i];
            }
            double allowed = allowedSum * count / columns.size()
                    + expected.tolerance(mostTerms) * Doubles.dotOfMagnitudes(along, magnitudes);
            if (!(Math.abs(got - want) <= allowed)) {
                wrong.add("gradient of input %d along a random direction is %.9g, not %.9g (allowed error %.1e)"
                        .formatted(input, got, want, allowed));
            }
        }
        return wrong;
    }

    private double allowed(Column column, double[] magnitudes) {
        double sum = cancelling * Doubles.largest(magnitudes);
        double differencing = 0;
        for (int j = 0; j < magnitudes.length; j++) {
            sum += Math.abs(column.slopes[j] * magnitudes[j]);
            differencing += column.slopes[j] == 0 ? 0 : Math.abs(magnitudes[j]) * expected.magnitudes()[j];
        }
        return expected.tolerance(column.terms) * sum + ROUNDING * differencing;
    }

    private double[] difference(OpSpec spec, Sample sample, double[] way) {
        double[] forth = spec.differentiated(moved(sample, way, STEP)).values();
        double[] back = spec.differentiated(moved(sample, way, -STEP)).values();
        for (int j = 0; j < forth.length; j++) {
            forth[j] = (forth[j] - back[j]) / (2 * STEP);
        }
        return forth;
    }

    private Sample moved(Sample sample, double[] way, double step) {
        double[] values = sample.floats(input).clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * way[i];
        }
        return sample.with(input, values);
    }

    /// All elements where there are few, else the ends and some between.
    private static int[] elements(int count, Rand rand) {
        var elements = new int[count <= ALL ? count : SOME];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = count <= ALL ? i : i == 0 ? 0 : i == 1 ? count - 1 : rand.below(count);
        }
        return elements;
    }
}
