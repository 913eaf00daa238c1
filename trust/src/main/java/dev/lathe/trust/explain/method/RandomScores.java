package dev.lathe.trust.explain.method;

import java.util.BitSet;
import java.util.List;

/// The difference to a text that says nothing, shared out by chance: what every method must do better than.
///
/// @param seed of what is drawn
public record RandomScores(long seed) implements AttributionMethod {
    @Override
    public String name() {
        return "random";
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
        var draws = new SeededDraws(seed);
        var shares = new double[words];
        double sum = 0;
        for (int w = 0; w < words; w++) {
            shares[w] = draws.share();
            sum += shares[w];
        }
        var all = new BitSet();
        all.set(0, words);
        double[] ends = text.without(List.of(all, new BitSet()));
        for (int w = 0; w < words; w++) {
            shares[w] *= (ends[1] - ends[0]) / sum;
        }
        return Attribution.ofWords(shares, ends[0], ends[1]);
    }
}
