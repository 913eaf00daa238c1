package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// A text that asks its model once about each set of words that are left out, however many methods want to know.
final class RememberedText implements ExplainedText {
    private final ExplainedText text;
    private final Map<BitSet, Double> known = new HashMap<>();

    RememberedText(ExplainedText text) {
        this.text = text;
    }

    @Override
    public List<Word> words() {
        return text.words();
    }

    @Override
    public int tokens() {
        return text.tokens();
    }

    @Override
    public Embedded embedded() {
        return text.embedded();
    }

    @Override
    public Embedded baseline(Baseline kind) {
        return text.baseline(kind);
    }

    @Override
    public List<Point> at(List<float[]> embeddings) {
        return text.at(embeddings);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        var missing = new LinkedHashSet<>(absent);
        missing.removeAll(known.keySet());
        List<BitSet> asked = new ArrayList<>();
        // Sets of a caller may change when it goes on.
        missing.forEach(set -> asked.add((BitSet) set.clone()));
        double[] values = asked.isEmpty() ? new double[0] : text.without(asked);
        for (int i = 0; i < values.length; i++) {
            known.put(asked.get(i), values[i]);
        }
        return absent.stream().mapToDouble(known::get).toArray();
    }

    @Override
    public List<double[][]> attention() {
        return text.attention();
    }

    @Override
    public int[] readTokens() {
        return text.readTokens();
    }
}
