package dev.lathe.watch.stream;

import java.util.List;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/// How likely a window's share is, were it drawn like the windows before it.
///
/// Two judges, and both must agree. The exact one is Fisher's test: given all hits `K = k + k₀` of all items `N = n + n₀`, those of
/// the window are hypergeometric whatever the share may be, so that `p = P(X ≥ k)` is below any α at most α of the time, for the smallest
/// windows too, and a short baseline counts for as little as it knows. (R. A. Fisher, *The Design of Experiments*, 1935, section 21.)
///
/// It takes items for independent, and items of real streams come in bursts. The other judge measures by how much the windows of the
/// baseline scatter more than they should, `φ = max(1, Σ (kᵢ − nᵢp₀)² / (nᵢp₀(1 − p₀)) / (m − 1))`, and widens the usual z of two shares by
/// it: `z = (k/n − k₀/n₀) / √(φ p(1 − p)(1/n + 1/n₀))` with `p = K/N`. (McCullagh and Nelder, *Generalized Linear Models*, 1989, section 4.5;
/// for control charts D. B. Laney, *Improved control charts for attributes*, 2002.)
///
/// @param pValue of the exact test, one-sided
/// @param z how many standard deviations the window lies beyond its baseline
/// @param dispersion φ, at least 1
public record ShareTest(double pValue, double z, double dispersion) {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /// Whether the window's share is larger than that of the windows before it.
    ///
    /// @param baseline at least two windows, none of them empty
    public static ShareTest above(LabelCount window, List<LabelCount> baseline) {
        if (baseline.size() < 2) {
            throw new IllegalArgumentException("baseline of %d windows: needs at least 2".formatted(baseline.size()));
        }
        LabelCount before = baseline.stream().reduce(new LabelCount(0, 0), LabelCount::plus);
        LabelCount all = before.plus(window);
        double dispersion = dispersion(baseline, before.share());
        double p = all.share();
        double variance = dispersion * p * (1 - p) * (1.0 / window.of() + 1.0 / before.of());
        double z = variance == 0 ? 0 : (window.share() - before.share()) / Math.sqrt(variance);
        return new ShareTest(upperTail(window, all), z, dispersion);
    }

    /// Whether the window's share is smaller than that of the windows before it; `z` is positive if so.
    public static ShareTest below(LabelCount window, List<LabelCount> baseline) {
        return above(window.others(), baseline.stream().map(LabelCount::others).toList());
    }

    /// The probability of lying beyond so many standard deviations of a normal distribution, on one side.
    public static double tail(double sigmas) {
        return NORMAL.cumulativeProbability(-sigmas);
    }

    /// Whether both judges find the window beyond what chance does with a probability of `alpha`.
    public boolean exceeds(double alpha) {
        return pValue <= alpha && tail(z) <= alpha;
    }

    private static double upperTail(LabelCount window, LabelCount all) {
        return new HypergeometricDistribution(null, Math.toIntExact(all.of()), Math.toIntExact(all.hits()), Math.toIntExact(window.of()))
                .upperCumulativeProbability(Math.toIntExact(window.hits()));
    }

    private static double dispersion(List<LabelCount> baseline, double share) {
        double spread = share * (1 - share);
        if (spread == 0) {
            return 1;
        }
        double sum = 0;
        for (LabelCount window : baseline) {
            double beyond = window.hits() - window.of() * share;
            sum += beyond * beyond / (window.of() * spread);
        }
        return Math.max(1, sum / (baseline.size() - 1));
    }
}
