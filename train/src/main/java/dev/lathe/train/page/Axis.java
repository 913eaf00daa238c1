package dev.lathe.train.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where values lie along one side of a plot, in even steps or in powers of ten.
///
/// @param low the value at its beginning
/// @param high that at its end, larger
/// @param least the smallest step between its marks; 0 for any
record Axis(double low, double high, boolean logarithmic, double least) {
    private static final int MOST_TICKS = 5;
    /// A plot of values that are all the same has some air around them.
    private static final double AIR = 0.05;
    private static final int TEN = 10;

    /// Around some values, those that are not finite left out, and with powers of ten those that are not positive.
    static Axis around(List<double[]> values, boolean logarithmic) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] part : values) {
            for (double value : part) {
                if (Double.isFinite(value) && (!logarithmic || value > 0)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            return new Axis(logarithmic ? 1 : 0, logarithmic ? TEN : 1, logarithmic, 0);
        }
        if (logarithmic) {
            double first = Math.floor(StrictMath.log10(low));
            double last = Math.ceil(StrictMath.log10(high));
            return new Axis(StrictMath.pow(TEN, first), StrictMath.pow(TEN, Math.max(last, first + 1)), true, 0);
        }
        double air = high > low ? (high - low) * AIR : Math.max(Math.abs(high) * AIR, AIR);
        return new Axis(low >= 0 && low < (high - low) ? 0 : low - air, high + air, false, 0);
    }

    /// As [#around], of what is counted where all values are whole: there is no half step.
    static Axis along(List<double[]> values) {
        Axis axis = around(values, false);
        if (!values.stream().flatMapToDouble(Arrays::stream).allMatch(value -> value == Math.rint(value))) {
            return axis;
        }
        boolean single = values.stream().flatMapToDouble(Arrays::stream).distinct().count() == 1;
        double middle = (axis.low() + axis.high()) / 2;
        return single ? new Axis(middle - 1, middle + 1, false, 1) : new Axis(axis.low(), axis.high(), false, 1);
    }

    /// 0 at its beginning, 1 at its end; outside for values beyond.
    double place(double value) {
        return logarithmic
                ? (StrictMath.log10(value) - StrictMath.log10(low)) / (StrictMath.log10(high) - StrictMath.log10(low))
                : (value - low) / (high - low);
    }

    /// Whether it has a place for a value.
    boolean holds(double value) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /// Round values along it.
    List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        if (logarithmic) {
            int first = (int) Math.round(StrictMath.log10(low));
            int last = (int) Math.round(StrictMath.log10(high));
            int step = Math.max(1, (last - first) / MOST_TICKS);
            for (int power = first; power <= last; power += step) {
                ticks.add(StrictMath.pow(TEN, power));
            }
            return ticks;
        }
        double step = Math.max(step(), least);
        for (long i = (long) Math.ceil(low / step - AIR); i * step <= high * (1 + 1e-9); i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// 1, 2 or 5 times a power of ten.
    private double step() {
        double raw = (high - low) / MOST_TICKS;
        double power = StrictMath.pow(TEN, Math.floor(StrictMath.log10(raw)));
        for (double factor : new double[] {1, 2, 5}) {
            if (raw <= factor * power) {
                return factor * power;
            }
        }
        return TEN * power;
    }
}
