package dev.lathe.train.tune;

import dev.lathe.train.evaluate.text.FixedPoint;
import java.util.Locale;

/// The mean of a score over runs that differ in their seed, and the interval in which the mean of all seeds lies with 95 %: mean ±
/// t s/√n, with s the standard deviation over n-1 and t the 0.975 quantile of Student's distribution with n-1 degrees of freedom
/// (Student, "The probable error of a mean", 1908). It takes the scores to be normally distributed.
///
/// @param runs how many
/// @param mean of their scores
/// @param deviation standard deviation of one run
/// @param halfWidth of the interval
public record SeedInterval(int runs, double mean, double deviation, double halfWidth) {
    private static final double PROBABILITY = 0.975;

    /// @throws IllegalArgumentException if there are fewer than two scores
    public static SeedInterval of(double... scores) {
        int n = scores.length;
        if (n < 2) {
            throw new IllegalArgumentException("seeds %d: needs at least 2".formatted(n));
        }
        double mean = 0;
        for (double score : scores) {
            mean += score / n;
        }
        double squares = 0;
        for (double score : scores) {
            squares += (score - mean) * (score - mean);
        }
        double deviation = StrictMath.sqrt(squares / (n - 1));
        return new SeedInterval(n, mean, deviation, quantile(n - 1) * deviation / StrictMath.sqrt(n));
    }

    /// `0.9123 ± 0.0041 (95 %, Student's t, 5 seeds; one run varies by 0.0033)`.
    public String toText() {
        return String.format(Locale.ROOT, "%s ± %s (95 %%, Student's t, %d seeds; one run varies by %s)",
                FixedPoint.of(mean, 4), FixedPoint.of(halfWidth, 4), runs, FixedPoint.of(deviation, 4));
    }

    /// By bisection of the distribution, which grows.
    static double quantile(int degrees) {
        double low = 0;
        double high = 16;
        for (int i = 0; i < 64; i++) {
            double middle = (low + high) / 2;
            if (0.5 + within(middle, degrees) / 2 < PROBABILITY) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// The probability of |T| ≤ t: Abramowitz and Stegun, 26.7.3 and 26.7.4.
    private static double within(double t, int degrees) {
        double angle = StrictMath.atan2(t, StrictMath.sqrt(degrees));
        double cos = StrictMath.cos(angle);
        boolean isOdd = degrees % 2 == 1;
        double term = isOdd ? cos : 1;
        double sum = isOdd && degrees == 1 ? 0 : term;
        for (int k = isOdd ? 3 : 2; k < degrees; k += 2) {
            term *= cos * cos * (k - 1) / k;
            sum += term;
        }
        return isOdd ? 2 / StrictMath.PI * (angle + StrictMath.sin(angle) * sum) : StrictMath.sin(angle) * sum;
    }
}
