package dev.lathe.bench;

import java.util.Arrays;
import java.util.Locale;

/// The three numbers that a row of measurements comes down to.
public record Spread(double min, double median, double max) {

    /// Of measured values, at least one.
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("spread: no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /// `median (min-max)` with three decimals.
    public String text() {
        return String.format(Locale.ROOT, "%.3f (%.3f-%.3f)", median, min, max);
    }
}
