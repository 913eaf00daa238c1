package dev.lathe.watch.drift;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A sample's numbers as arrays.
final class Columns {
    private Columns() {}

    static double[] of(List<Observation> sample, ToDoubleFunction<Observation> number) {
        return sample.stream().mapToDouble(number).toArray();
    }

    /// The scores of some, evenly spread, a row for each.
    static double[][] scores(List<Observation> sample, int most) {
        return Observations.spread(sample.size(), most).stream().map(sample::get)
                .map(one -> one.scores().stream().mapToDouble(Double::doubleValue).toArray()).toArray(double[][]::new);
    }

    static double[][] joined(double[][] x, double[][] y) {
        double[][] all = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, all, x.length, y.length);
        return all;
    }
}
