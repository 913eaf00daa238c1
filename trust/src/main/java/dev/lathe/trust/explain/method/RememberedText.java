package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// A text that asks its model once about each set of words that are left out, however many methods want to know.
final class RememberedText extends DelegatedText {
    private final Map<BitSet, Double> known = new HashMap<>();

    RememberedText(ExplainedText text) {
        super(text);
    }

    @Override
    public double[] without(List<BitSet> absent) {
        var missing = new LinkedHashSet<>(absent);
        missing.removeAll(known.keySet());
        List<BitSet> asked = new ArrayList<>();
        // Sets of a caller may change when it goes on.
        missing.forEach(set -> asked.add((BitSet) set.clone()));
        double[] values = asked.isEmpty() ? new double[0] : super.without(asked);
        for (int i = 0; i < values.length; i++) {
            known.put(asked.get(i), values[i]);
        }
        return absent.stream().mapToDouble(known::get).toArray();
    }
}
