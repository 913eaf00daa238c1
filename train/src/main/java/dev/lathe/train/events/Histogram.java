package dev.lathe.train.events;

import java.util.Arrays;
import java.util.List;

/// How many values lie where, in bins of the same width between the least and the greatest: never larger, however many values there
/// are.
///
/// No record: its components are arrays. Treat them as read-only.
public final class Histogram {
    /// How many bins there are; one if all values are the same.
    static final int BINS = 40;

    private final double least;
    private final double greatest;
    private final double sum;
    private final double sumOfSquares;
    private final double[] limits;
    private final double[] counts;

    private Histogram(double least, double greatest, double sum, double sumOfSquares, double[] limits, double[] counts) {
        this.least = least;
        this.greatest = greatest;
        this.sum = sum;
        this.sumOfSquares = sumOfSquares;
        this.limits = limits;
        this.counts = counts;
    }

    /// Of all the values of some arrays together, each divided by `terms`; values that are not finite are left out.
    public static Histogram of(List<float[]> values, double terms) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (float[] part : values) {
            for (float raw : part) {
                double value = raw / terms;
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                    sum += value;
                    squares += value * value;
                }
            }
        }
        if (least > greatest) {
            return new Histogram(0, 0, 0, 0, new double[1], new double[1]);
        }
        int bins = least == greatest ? 1 : BINS;
        var limits = new double[bins];
        for (int i = 0; i < bins; i++) {
            limits[i] = i == bins - 1 ? greatest : least + (greatest - least) * (i + 1) / bins;
        }
        return new Histogram(least, greatest, sum, squares, limits, counts(values, terms, least, greatest, bins));
    }

    private static double[] counts(List<float[]> values, double terms, double least, double greatest, int bins) {
        var counts = new double[bins];
        double scale = least == greatest ? 0 : bins / (greatest - least);
        for (float[] part : values) {
            for (float raw : part) {
                double value = raw / terms;
                if (Double.isFinite(value)) {
                    counts[Math.min(bins - 1, (int) ((value - least) * scale))]++;
                }
            }
        }
        return counts;
    }

    /// How many values were counted.
    public long count() {
        return (long) Arrays.stream(counts).sum();
    }

    /// `HistogramProto`.
    ProtoMessage message() {
        return new ProtoMessage().real(1, least).real(2, greatest).real(3, count()).real(4, sum).real(5, sumOfSquares)
                .reals(6, limits).reals(7, counts);
    }
}
