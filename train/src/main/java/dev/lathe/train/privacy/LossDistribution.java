package dev.lathe.train.privacy;

import java.util.Arrays;

/// How the privacy loss is distributed, on the multiples of a step: never less than the truth.
///
///     δ(ε) = infinite + Σ mass(i) (1 - exp(ε - loss(i))) over losses above ε
///
/// Between two multiples the mass of both distributions is divided among these two so that either's sum stays ("connect the dots",
/// Doroshenko et al., 2022): δ is then exact at the multiples and a chord of a convex function between them. What many steps lose is
/// the convolution, by Fourier transform (Koskela, Jälkö and Honkela, 2020).
final class LossDistribution {
    /// The mass that may be cut off or wrap around when losses are added; counted as infinite loss.
    static final double TAIL = 1e-15;

    private final double step;
    /// The number of the first loss.
    private final long first;
    private final double[] mass;
    private final double infinite;

    private LossDistribution(double step, long first, double[] mass, double infinite) {
        this.step = step;
        this.first = first;
        this.mass = mass;
        this.infinite = infinite;
    }

    static LossDistribution of(LossSource source, double step) {
        long first = (long) Math.floor(source.leastLoss() / step);
        int count = Math.toIntExact((long) Math.ceil(source.mostLoss() / step) - first + 1);
        var mass = new double[count];
        double from = source.placeOf(first * step);
        // Below the first: its loss is taken as the first's, which is more.
        mass[0] = source.upper(Double.NEGATIVE_INFINITY, from);
        double share = -StrictMath.expm1(-step);
        for (int i = 1; i < count; i++) {
            double to = source.placeOf((first + i) * step);
            if (to > from) {
                double upper = source.upper(from, to);
                double lower = source.lower(from, to);
                // a + b = upper, a exp(-l) + b exp(-l - step) = lower, l being the loss at the left.
                double right = (upper - lower * StrictMath.exp((first + i - 1) * step)) / share;
                // Where the powers overflow all goes to the larger loss.
                right = right <= upper ? Math.max(0, right) : upper;
                mass[i] += right;
                mass[i - 1] += upper - right;
            }
            from = to;
        }
        return new LossDistribution(step, first, mass, source.upper(from, Double.POSITIVE_INFINITY));
    }

    /// That of a mechanism that does one thing with probability `share`, else another, and tells which.
    static LossDistribution mixture(LossDistribution one, double share, LossDistribution other) {
        requireSameStep(one, other);
        long first = Math.min(one.first, other.first);
        long last = Math.max(one.first + one.mass.length, other.first + other.mass.length);
        var mass = new double[Math.toIntExact(last - first)];
        one.addTo(mass, first, share);
        other.addTo(mass, first, 1 - share);
        return new LossDistribution(one.step, first, mass, share * one.infinite + (1 - share) * other.infinite);
    }

    private void addTo(double[] sum, long sumsFirst, double share) {
        for (int i = 0; i < mass.length; i++) {
            sum[Math.toIntExact(first + i - sumsFirst)] += share * mass[i];
        }
    }

    private static void requireSameStep(LossDistribution one, LossDistribution other) {
        if (one.step != other.step) {
            throw new IllegalArgumentException("losses in steps of %s and of %s".formatted(one.step, other.step));
        }
    }

    /// The sum of both losses.
    LossDistribution plus(LossDistribution other) {
        requireSameStep(this, other);
        int count = mass.length + other.mass.length - 1;
        int size = powerOfTwo(count);
        var fourier = new Fourier(size);
        var real = Arrays.copyOf(mass, size);
        var imaginary = new double[size];
        fourier.forward(real, imaginary);
        var otherReal = Arrays.copyOf(other.mass, size);
        var otherImaginary = new double[size];
        fourier.forward(otherReal, otherImaginary);
        multiply(real, imaginary, otherReal, otherImaginary);
        fourier.inverse(real, imaginary);
        return new LossDistribution(step, first + other.first, withoutRounding(Arrays.copyOf(real, count)),
                1 - (1 - infinite) * (1 - other.infinite));
    }

    /// The sum of `times` such losses, each drawn anew.
    LossDistribution times(long times) {
        return times(times, window(times));
    }

    /// @param window of [#window]
    LossDistribution times(long times, Window window) {
        if (times == 1) {
            return this;
        }
        int count = Math.toIntExact(window.last - window.first + 1);
        int size = powerOfTwo(Math.max(count, mass.length));
        var fourier = new Fourier(size);
        var real = Arrays.copyOf(mass, size);
        var imaginary = new double[size];
        fourier.forward(real, imaginary);
        power(real, imaginary, times);
        fourier.inverse(real, imaginary);
        var sum = new double[count];
        for (int i = 0; i < count; i++) {
            sum[i] = real[Math.toIntExact(Math.floorMod(window.first + i - times * first, (long) size))];
        }
        return new LossDistribution(
                step, window.first, withoutRounding(sum), -StrictMath.expm1(times * StrictMath.log1p(-infinite)) + 2 * TAIL);
    }

    /// The numbers between which all but [#TAIL] of a sum lies, to either side.
    record Window(long first, long last) {
        long size() {
            return last - first + 1;
        }
    }

    /// By Chernoff's bound: P(sum above u) is at most `E[exp(t loss)]^times exp(-t u)`, for any t.
    Window window(long times) {
        if (times == 1) {
            return new Window(first, first + mass.length - 1);
        }
        double most = Double.POSITIVE_INFINITY;
        double least = Double.NEGATIVE_INFINITY;
        double[] logs = Arrays.stream(mass).map(StrictMath::log).toArray();
        for (double t = 0x1p-5; t <= 0x1p11; t *= 4) {
            most = Math.min(most, (times * logMoment(logs, t) - StrictMath.log(TAIL)) / t);
            least = Math.max(least, -(times * logMoment(logs, -t) - StrictMath.log(TAIL)) / t);
        }
        long last = Math.min((long) Math.ceil(most / step), times * (first + mass.length - 1));
        return new Window(Math.max((long) Math.floor(least / step), times * first), last);
    }

    private double logMoment(double[] logs, double t) {
        var sum = new LogSum();
        for (int i = 0; i < logs.length; i++) {
            sum.add(logs[i] + t * (first + i) * step);
        }
        return sum.log();
    }

    private static int powerOfTwo(int count) {
        return count <= 2 ? 2 : Integer.highestOneBit(count - 1) * 2;
    }

    private static double[] withoutRounding(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
        return values;
    }

    private static void multiply(double[] real, double[] imaginary, double[] otherReal, double[] otherImaginary) {
        for (int i = 0; i < real.length; i++) {
            double re = real[i] * otherReal[i] - imaginary[i] * otherImaginary[i];
            imaginary[i] = real[i] * otherImaginary[i] + imaginary[i] * otherReal[i];
            real[i] = re;
        }
    }

    private static void power(double[] real, double[] imaginary, long exponent) {
        var baseReal = real.clone();
        var baseImaginary = imaginary.clone();
        Arrays.fill(real, 1);
        Arrays.fill(imaginary, 0);
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                multiply(real, imaginary, baseReal, baseImaginary);
            }
            multiply(baseReal, baseImaginary, baseReal.clone(), baseImaginary.clone());
        }
    }

    double delta(double epsilon) {
        double sum = infinite;
        for (int i = mass.length - 1; i >= 0 && (first + i) * step > epsilon; i--) {
            sum -= mass[i] * StrictMath.expm1(epsilon - (first + i) * step);
        }
        return sum;
    }

    /// The least ε, 0 or more, whose δ is not above the given one; infinite if none is.
    double epsilon(double delta) {
        if (infinite > delta) {
            return Double.POSITIVE_INFINITY;
        }
        // With the losses above ε: δ = above - exp(ε) scaled.
        double above = infinite;
        double scaled = 0;
        for (int i = mass.length - 1; i >= 0; i--) {
            double loss = (first + i) * step;
            if (loss < 0) {
                break;
            }
            if (scaled > 0 && above - StrictMath.exp(loss) * scaled > delta) {
                break;
            }
            above += mass[i];
            scaled += mass[i] * StrictMath.exp(-loss);
        }
        return above <= delta ? 0 : Math.max(0, StrictMath.log((above - delta) / scaled));
    }
}
