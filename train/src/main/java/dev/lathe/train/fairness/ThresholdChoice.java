package dev.lathe.train.fairness;

import dev.lathe.train.evaluate.group.Parity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Chooses for each group the probability from which on it is given the positive label: such that the groups have nearly the same rate, and
/// among all rates the one with which most texts get their right label.
///
/// Rates 0, 1/100 … 1 are tried; in each group the threshold whose rate is nearest. Of several rates that are right as often the lowest.
public final class ThresholdChoice {
    private static final int RATES = 100;

    private ThresholdChoice() {}

    /// A text of the dev data.
    ///
    /// @param probability of the positive label
    /// @param has whether it has it
    /// @param rightElse whether the most probable of the other labels is right
    public record Row(String group, double probability, boolean has, boolean rightElse) {}

    /// @param right texts that get their right label with it
    private record Cut(double threshold, double rate, long right) {}

    /// @param parity demographic parity or equal opportunity
    /// @throws IllegalArgumentException if for equal opportunity no text of a group has the positive label
    public static SequencedMap<String, Double> of(Parity parity, List<Row> dev) {
        var byGroup = new TreeMap<String, List<Row>>();
        dev.forEach(row -> byGroup.computeIfAbsent(row.group(), _ -> new ArrayList<>()).add(row));
        var cuts = new LinkedHashMap<String, List<Cut>>();
        byGroup.forEach((group, rows) -> {
            if (parity == Parity.EQUAL_OPPORTUNITY && rows.stream().noneMatch(Row::has)) {
                throw new IllegalArgumentException("fairness thresholds: no dev example of group '%s' has the positive label".formatted(group));
            }
            cuts.put(group, cuts(parity, rows));
        });
        SequencedMap<String, Double> best = new LinkedHashMap<>();
        long most = -1;
        for (int step = 0; step <= RATES; step++) {
            double rate = (double) step / RATES;
            var chosen = new LinkedHashMap<String, Double>();
            long right = 0;
            for (var group : cuts.entrySet()) {
                Cut nearest = group.getValue().stream().min(Comparator.comparingDouble(cut -> Math.abs(cut.rate() - rate))).orElseThrow();
                chosen.put(group.getKey(), nearest.threshold());
                right += nearest.right();
            }
            if (right > most) {
                most = right;
                best = chosen;
            }
        }
        return best;
    }

    /// All ways to part a group's texts, from nobody selected to everybody.
    private static List<Cut> cuts(Parity parity, List<Row> rows) {
        List<Row> sorted = rows.stream().sorted(Comparator.comparingDouble(Row::probability).reversed()).toList();
        boolean amongHaving = parity == Parity.EQUAL_OPPORTUNITY;
        long counted = amongHaving ? sorted.stream().filter(Row::has).count() : sorted.size();
        long right = sorted.stream().filter(Row::rightElse).count();
        long selected = 0;
        var cuts = new ArrayList<Cut>();
        cuts.add(new Cut(Math.nextUp(sorted.getFirst().probability()), 0, right));
        for (int k = 1; k <= sorted.size(); k++) {
            Row last = sorted.get(k - 1);
            selected += last.has() || !amongHaving ? 1 : 0;
            right += (last.has() ? 1 : 0) - (last.rightElse() ? 1 : 0);
            if (k == sorted.size()) {
                cuts.add(new Cut(0, (double) selected / counted, right));
            } else if (sorted.get(k).probability() < last.probability()) {
                double next = sorted.get(k).probability();
                double threshold = Math.max((last.probability() + next) / 2, Math.nextUp(next));
                cuts.add(new Cut(threshold, (double) selected / counted, right));
            }
        }
        return cuts;
    }
}
