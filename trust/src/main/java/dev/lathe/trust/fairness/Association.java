package dev.lathe.trust.fairness;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How much nearer one set of targets X is to the attributes A than to B, compared with another set Y.
///
/// With s(w) = mean cos(w, a) - mean cos(w, b): the effect size is (mean s(x) - mean s(y)) / the standard deviation of s over both, with n - 1.
/// p is the share of all ways to part X and Y in halves whose sum over the first half is at least that of X, the given way among them. Source:
/// Caliskan, Bryson and Narayanan, 2017, supplement; of sentences May et al., 2019, section 2.
///
/// @param effectSize -2 to 2; above 0 if X is nearer to A
/// @param p one-sided, above 0
/// @param partitions how many ways were looked at
/// @param exact whether those are all; else they were drawn
public record Association(double effectSize, double p, long partitions, boolean exact) {
    private static final int MOST = 100_000;
    /// Sums in another order differ in their last digits.
    private static final double SLACK = 1e-12;

    /// @param x vectors of the first targets, as many as `y`
    /// @param seed of what is drawn where all ways are more than 100,000
    /// @throws IllegalArgumentException if the sets differ in size or have fewer than two vectors, or all targets are associated alike
    public static Association of(List<float[]> x, List<float[]> y, List<float[]> a, List<float[]> b, long seed) {
        if (x.size() != y.size() || x.size() < 2 || a.isEmpty() || b.isEmpty()) {
            throw new IllegalArgumentException("association: %d and %d targets, %d and %d attributes: needs as many targets, two or more, and attributes"
                    .formatted(x.size(), y.size(), a.size(), b.size()));
        }
        double[] s = new double[2 * x.size()];
        for (int i = 0; i < x.size(); i++) {
            s[i] = nearness(x.get(i), a, b);
            s[x.size() + i] = nearness(y.get(i), a, b);
        }
        double mean = Arrays.stream(s).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(s).map(v -> (v - mean) * (v - mean)).sum() / (s.length - 1));
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("association: all targets are associated alike");
        }
        double given = Arrays.stream(s, 0, x.size()).sum();
        double others = Arrays.stream(s, x.size(), s.length).sum();
        var halves = new Halves(s, given - SLACK);
        long all = halves.count();
        long found = all <= MOST ? halves.atLeast(0, 0, 0) : 1 + halves.drawn(MOST - 1, seed);
        long looked = Math.min(all, MOST);
        return new Association((given - others) / x.size() / deviation, (double) found / looked, looked, all <= MOST);
    }

    /// The ways to choose half of some values.
    private record Halves(double[] values, double least) {
        /// How many there are, or a number beyond all that is looked at.
        long count() {
            long ways = 1;
            for (int i = 1; i <= values.length / 2 && ways <= MOST; i++) {
                ways = ways * (values.length / 2 + i) / i;
            }
            return ways;
        }

        /// How many have a sum that is large enough.
        ///
        /// @param from the next that may be chosen
        long atLeast(int from, int chosen, double sum) {
            if (chosen == values.length / 2) {
                return sum >= least ? 1 : 0;
            }
            long found = 0;
            for (int i = from; i <= values.length - (values.length / 2 - chosen); i++) {
                found += atLeast(i + 1, chosen + 1, sum + values[i]);
            }
            return found;
        }

        long drawn(int draws, long seed) {
            var random = new SplittableRandom(seed);
            double[] order = values.clone();
            return IntStream.range(0, draws).filter(_ -> {
                double sum = 0;
                for (int i = 0; i < order.length / 2; i++) {
                    int j = i + random.nextInt(order.length - i);
                    double chosen = order[j];
                    order[j] = order[i];
                    order[i] = chosen;
                    sum += chosen;
                }
                return sum >= least;
            }).count();
        }
    }

    private static double nearness(float[] w, List<float[]> a, List<float[]> b) {
        return cosines(w, a).average().orElseThrow() - cosines(w, b).average().orElseThrow();
    }

    private static DoubleStream cosines(float[] w, List<float[]> others) {
        return others.stream().mapToDouble(other -> dot(w, other) / Math.sqrt(dot(w, w) * dot(other, other)));
    }

    private static double dot(float[] p, float[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += (double) p[i] * q[i];
        }
        return sum;
    }
}
