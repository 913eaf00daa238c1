package dev.lathe.watch.drift;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/// The population stability index: `Σ (qᵢ - pᵢ) ln(qᵢ / pᵢ)` over bins of the reference's deciles, `p` its shares and `q` those that are compared.
///
/// Of samples of one distribution, `n` and `m` large, the index is distributed as `(1/n + 1/m) χ²` with one degree of freedom less than there
/// are bins: B. Yurdakul, *Statistical Properties of Population Stability Index*, 2018. The usual bounds, 0.1 and 0.25, know of no sizes.
/// Half an item is added to each bin, for an empty one would make the index infinite.
final class PopulationStability {
    private static final int BINS = 10;
    private static final double ADDED = 0.5;

    private PopulationStability() {}

    static DriftCheck of(double[] reference, double[] now) {
        double[] edges = edges(reference);
        double[] p = shares(reference, edges);
        double[] q = shares(now, edges);
        double index = 0;
        for (int bin = 0; bin < p.length; bin++) {
            index += (q[bin] - p[bin]) * StrictMath.log(q[bin] / p[bin]);
        }
        double scale = 1.0 / reference.length + 1.0 / now.length;
        // One bin is no distribution: all texts have one length.
        double pValue = p.length == 1 ? 1 : 1 - new ChiSquaredDistribution(null, p.length - 1).cumulativeProbability(index / scale);
        return new DriftCheck("length.psi", index, pValue);
    }

    /// The largest value of each bin but the last.
    private static double[] edges(double[] reference) {
        double[] sorted = reference.clone();
        Arrays.sort(sorted);
        double last = sorted[sorted.length - 1];
        return IntStream.range(1, BINS).mapToDouble(i -> sorted[(int) ((long) i * sorted.length / BINS)])
                .distinct().filter(edge -> edge < last).toArray();
    }

    private static double[] shares(double[] values, double[] edges) {
        double[] counts = new double[edges.length + 1];
        Arrays.fill(counts, ADDED);
        for (double value : values) {
            int bin = 0;
            while (bin < edges.length && value > edges[bin]) {
                bin++;
            }
            counts[bin]++;
        }
        double all = values.length + ADDED * counts.length;
        return Arrays.stream(counts).map(count -> count / all).toArray();
    }
}
