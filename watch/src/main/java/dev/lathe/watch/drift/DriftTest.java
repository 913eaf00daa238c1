package dev.lathe.watch.drift;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/// Compares two samples of observations: what a model reads by lengths and unknown pieces, what it answers by labels and scores.
///
/// | check | compares | by |
/// |---|---|---|
/// | `length.ks` | tokens of a text | the largest distance of the two distribution functions (Kolmogorov, Smirnov) |
/// | `length.psi` | tokens of a text | [PopulationStability] |
/// | `unknown.ks` | shares of unknown pieces | as `length.ks` |
/// | `label.chi2` | labels | [LabelShift] |
/// | `score.ks` | scores of the answers | as `length.ks` |
/// | `scores.mean` | scores of all labels | the distance of their means, by [Permutations] |
/// | `scores.mmd` | scores of all labels | [MaximumMeanDiscrepancy], by [Permutations] |
///
/// Where answers are vectors there is no `label.chi2` and no `score.ks`, and the last two are `vector.mean` and `vector.mmd`.
///
/// That a classifier's scores tell of drift of its inputs better than the inputs themselves: S. Rabanser, S. Günnemann, Z. C. Lipton,
/// *Failing Loudly*, NeurIPS 2019; Z. C. Lipton, Y.-X. Wang, A. J. Smola, *Detecting and Correcting for Label Shift with Black Box
/// Predictors*, ICML 2018. With ties, as lengths have them, Kolmogorov's and Smirnov's probability is an upper bound.
public final class DriftTest {
    /// Fewer texts than this are not compared: the probabilities are those of large samples.
    public static final int FEWEST = 50;
    /// Texts whose scores are compared with each other at most: the work grows with the square.
    private static final int COMPARED = 128;

    private DriftTest() {}

    /// @param seed of the permutations
    /// @throws IllegalArgumentException if a sample is too small
    public static DriftReport of(List<Observation> reference, List<Observation> now, long seed) {
        if (reference.size() < FEWEST || now.size() < FEWEST) {
            throw new IllegalArgumentException("drift: %d and %d texts: needs at least %d of both".formatted(
                    reference.size(), now.size(), FEWEST));
        }
        var checks = new ArrayList<DriftCheck>();
        checks.add(smirnov("length.ks", Columns.of(reference, Observation::tokens), Columns.of(now, Observation::tokens)));
        checks.add(PopulationStability.of(Columns.of(reference, Observation::tokens), Columns.of(now, Observation::tokens)));
        checks.add(smirnov("unknown.ks", Columns.of(reference, Observation::unknown), Columns.of(now, Observation::unknown)));
        boolean vectors = reference.getFirst().isVector();
        if (!vectors) {
            checks.add(LabelShift.of(reference, now));
            checks.add(smirnov("score.ks", Columns.of(reference, Observation::score), Columns.of(now, Observation::score)));
        }
        String what = vectors ? "vector" : "scores";
        double[][] x = Columns.scores(reference, COMPARED);
        double[][] y = Columns.scores(now, COMPARED);
        checks.add(Permutations.check(what + ".mean", MeanShift.of(Columns.joined(x, y)), x.length, y.length, seed));
        checks.add(Permutations.check(what + ".mmd", MaximumMeanDiscrepancy.of(Columns.joined(x, y)), x.length, y.length, seed));
        return new DriftReport(checks, reference.size(), now.size());
    }

    private static DriftCheck smirnov(String name, double[] x, double[] y) {
        var test = new KolmogorovSmirnovTest();
        double distance = test.kolmogorovSmirnovStatistic(x, y);
        return new DriftCheck(name, distance, Math.clamp(test.approximateP(distance, x.length, y.length), 0.0, 1.0));
    }
}
