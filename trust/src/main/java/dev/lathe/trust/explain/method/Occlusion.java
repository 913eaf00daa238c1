package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// How much smaller the number is without a word: f(x) - f(x without i). One pass a word, no gradient.
///
/// Source: Zeiler and Fergus, 2014, section 3; Li et al., 2016.
public record Occlusion() implements AttributionMethod {
    @Override
    public String name() {
        return "occlusion";
    }

    @Override
    public boolean isSigned() {
        return true;
    }

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public Attribution attribute(ExplainedText text) {
        int words = text.words().size();
        List<BitSet> absent = new ArrayList<>();
        for (int w = 0; w < words; w++) {
            var one = new BitSet();
            one.set(w);
            absent.add(one);
        }
        absent.add(new BitSet());
        var all = new BitSet();
        all.set(0, words);
        absent.add(all);
        double[] values = text.without(absent);
        var scores = new double[words];
        for (int w = 0; w < words; w++) {
            scores[w] = values[words] - values[w];
        }
        return Attribution.ofWords(scores, values[words + 1], values[words]);
    }
}
