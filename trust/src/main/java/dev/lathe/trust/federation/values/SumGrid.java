package dev.lathe.trust.federation.values;

import java.util.OptionalDouble;

/// Changes as whole numbers, so that sums of them are exact in any order:
///
///     number = weight round(2^bits cut(change min(1, norm / |change|)))        cut to -clip … clip
///
/// The mean of such changes differs from the mean of what was cut by `2^-(bits + 1)` at most.
///
/// @param norm that a whole change is clipped to; not at all if empty
/// @param clip the most that a single value may change, more than 0
/// @param bits of what is behind the point, 1 to 40
/// @param weighed whether a client counts as often as it has examples, else once
public record SumGrid(OptionalDouble norm, double clip, int bits, boolean weighed) {
    private static final int MOST_BITS = 40;

    public SumGrid {
        if (!(clip > 0) || Double.isInfinite(clip)) {
            throw new IllegalArgumentException("clip %s: needs more than 0".formatted(clip));
        }
        if (bits < 1 || bits > MOST_BITS) {
            throw new IllegalArgumentException("bits %d: needs 1 to %d".formatted(bits, MOST_BITS));
        }
        // A sum over 2^31 examples and clients stays within 63 bits.
        if (clip * scale(bits) >= 0x1p31 && weighed || clip * scale(bits) >= 0x1p50) {
            throw new IllegalArgumentException("clip %s of %d bits: sums would not fit; lower one of the two".formatted(clip, bits));
        }
        norm.ifPresent(most -> {
            if (!(most > 0) || Double.isInfinite(most)) {
                throw new IllegalArgumentException("norm %s: needs more than 0".formatted(most));
            }
        });
    }

    private static double scale(int bits) {
        return Math.scalb(1.0, bits);
    }

    /// A client's change.
    ///
    /// @param before the common values
    /// @param after its own, as many
    /// @throws ArithmeticException if one of its own is not finite
    public long[] of(float[] before, float[] after, int examples) {
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            if (!Float.isFinite(after[i])) {
                throw new ArithmeticException("value %d of %d is %s".formatted(i, after.length, after[i]));
            }
            double change = (double) after[i] - before[i];
            squares += change * change;
        }
        double shrunk = norm.isPresent() && squares > 0 ? Math.min(1, norm.getAsDouble() / Math.sqrt(squares)) : 1;
        long weight = weighed ? examples : 1;
        double scale = scale(bits);
        var numbers = new long[before.length];
        for (int i = 0; i < numbers.length; i++) {
            double change = ((double) after[i] - before[i]) * shrunk;
            numbers[i] = weight * (long) Math.rint(Math.clamp(change, -clip, clip) * scale);
        }
        return numbers;
    }

    /// The common values, moved by the mean of the changes.
    ///
    /// @param weight of all clients of the sum together
    public Aggregation.Combined moved(float[] before, long[] sum, double weight) {
        float[] from = before.clone();
        double unit = weight * scale(bits);
        return i -> from[i] + sum[i] / unit;
    }

    /// How far two sums can lie apart of which one has a client more, as a Euclidean norm: rounding can add half a unit to each of the values.
    public double sensitivity(int values) {
        return norm.orElseThrow() + Math.sqrt(values) * 0.5 / scale(bits);
    }

    /// Whole numbers that are a real one on this grid.
    public long round(double value) {
        return (long) Math.rint(value * scale(bits));
    }
}
