package dev.lathe.trust.explain.method;

import dev.lathe.trust.explain.method.KernelRegression.Weighted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A word's share of f(x) - f(all words left out): the mean, over all orders in which words can come, of how much the number grows when
/// it comes. Scores sum to the difference.
///
/// Up to [#EXACT] words all sets are asked for, and the values are exact. Beyond, permutations are drawn, each with its
/// reverse; or, as kernel, sets are drawn and a weighted regression is solved.
///
/// Source: Shapley, 1953; Castro et al., 2009 (permutations); Lundberg and Lee, 2017, theorem 2 (kernel).
///
/// @param form how they are computed
/// @param samples pairs of permutations, or pairs of sets, beyond [#EXACT] words
public record ShapleyValues(Form form, int samples, long seed) implements AttributionMethod {
    /// Words up to which all 2ⁿ sets are asked for.
    public static final int EXACT = 10;

    private static final int MOST_SAMPLES = 100_000;

    /// How the values are computed.
    public enum Form { PERMUTATIONS, KERNEL }

    /// @throws IllegalArgumentException if there is no sample, or more than 100,000
    public ShapleyValues {
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new IllegalArgumentException("samples %d: needs 1 to %d".formatted(samples, MOST_SAMPLES));
        }
    }

    @Override
    public String name() {
        return form == Form.KERNEL ? "kernel-shap" : "shap";
    }

    @Override
    public boolean isSigned() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Attribution attribute(ExplainedText text) {
        int words = text.words().size();
        var sets = new Coalitions(text);
        sets.ask(List.of(new BitSet(), sets.all()));
        double from = sets.value(new BitSet());
        double to = sets.value(sets.all());
        var seeded = new SeededDraws(seed);
        double[] scores = switch (form) {
            case PERMUTATIONS -> words <= EXACT ? exact(sets, words) : permuted(sets, words, seeded);
            case KERNEL -> kernel(sets, words, seeded, from, to);
        };
        return Attribution.ofWords(scores, from, to);
    }

    /// Σ over sets S without i of |S|! (n-|S|-1)! / n! (f(S ∪ i) - f(S)).
    private static double[] exact(Coalitions sets, int words) {
        List<BitSet> all = everySet(words);
        sets.ask(all);
        var scores = new double[words];
        for (BitSet set : all) {
            int size = set.cardinality();
            double share = size == words ? 0 : 1 / (words * binomial(words - 1, size));
            for (int i = set.nextClearBit(0); i < words; i = set.nextClearBit(i + 1)) {
                var with = (BitSet) set.clone();
                with.set(i);
                scores[i] += share * (sets.value(with) - sets.value(set));
            }
        }
        return scores;
    }

    private double[] permuted(Coalitions sets, int words, SeededDraws draws) {
        List<int[]> orders = new ArrayList<>();
        List<BitSet> wanted = new ArrayList<>();
        for (int s = 0; s < samples; s++) {
            int[] order = draws.order(words);
            orders.add(order);
            orders.add(SeededDraws.reversed(order));
        }
        for (int[] order : orders) {
            wanted.addAll(growing(order));
        }
        sets.ask(wanted);
        var scores = new double[words];
        for (int[] order : orders) {
            List<BitSet> steps = growing(order);
            for (int i = 0; i < words; i++) {
                scores[order[i]] += (sets.value(steps.get(i + 1)) - sets.value(steps.get(i))) / orders.size();
            }
        }
        return scores;
    }

    /// No word, the first, the first two, … all.
    private static List<BitSet> growing(int[] order) {
        List<BitSet> steps = new ArrayList<>();
        var there = new BitSet();
        steps.add((BitSet) there.clone());
        for (int word : order) {
            there.set(word);
            steps.add((BitSet) there.clone());
        }
        return steps;
    }

    private double[] kernel(Coalitions sets, int words, SeededDraws draws, double from, double to) {
        List<Weighted> rows = new ArrayList<>();
        if (words <= EXACT) {
            for (BitSet set : everySet(words)) {
                int size = set.cardinality();
                if (size > 0 && size < words) {
                    rows.add(new Weighted(set, (words - 1) / (binomial(words, size) * size * (words - size))));
                }
            }
        } else {
            for (int s = 0; s < samples; s++) {
                BitSet set = draws.kernelSet(words);
                var rest = (BitSet) set.clone();
                rest.flip(0, words);
                rows.add(new Weighted(set, 1));
                rows.add(new Weighted(rest, 1));
            }
        }
        sets.ask(rows.stream().map(Weighted::set).toList());
        return KernelRegression.solve(rows, sets::value, words, from, to);
    }

    private static List<BitSet> everySet(int words) {
        List<BitSet> all = new ArrayList<>();
        for (long bits = 0; bits < 1L << words; bits++) {
            all.add(Coalitions.ofBits(bits));
        }
        return all;
    }

    private static double binomial(int n, int k) {
        double value = 1;
        for (int i = 1; i <= k; i++) {
            value = value * (n - k + i) / i;
        }
        return value;
    }
}
