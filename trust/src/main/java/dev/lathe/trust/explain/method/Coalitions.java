package dev.lathe.trust.explain.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The number for sets of words that are there, each asked once however often it is wanted.
final class Coalitions {
    private final ExplainedText text;
    private final int words;
    private final Map<BitSet, Double> known = new HashMap<>();

    Coalitions(ExplainedText text) {
        this.text = text;
        this.words = text.words().size();
    }

    /// Asks for all that are not known yet, in one go.
    ///
    /// @param present sets of words that are there
    void ask(List<BitSet> present) {
        Set<BitSet> unknown = new LinkedHashSet<>(present);
        unknown.removeAll(known.keySet());
        List<BitSet> asked = List.copyOf(unknown);
        List<BitSet> absent = new ArrayList<>();
        for (BitSet set : asked) {
            var without = (BitSet) set.clone();
            without.flip(0, words);
            absent.add(without);
        }
        double[] values = text.without(absent);
        for (int i = 0; i < values.length; i++) {
            known.put(asked.get(i), values[i]);
        }
    }

    /// Of a set that was asked for.
    double value(BitSet present) {
        return known.get(present);
    }

    BitSet all() {
        var all = new BitSet();
        all.set(0, words);
        return all;
    }

    /// The set whose members are the bits of a number.
    static BitSet ofBits(long bits) {
        return BitSet.valueOf(new long[] {bits});
    }
}
