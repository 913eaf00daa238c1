package dev.lathe.train.data;

import dev.lathe.train.data.rows.DataException;
import dev.lathe.train.data.rows.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Draws the rows that are set aside, in the order of a permutation.
///
/// What training needs as the last of its label is passed over. Where nothing is, the rows drawn are the first of the permutation.
///
/// @param <E> an example of the task
final class HoldoutDraw<E extends Example> {

    private final Dataset<E> rows;
    /// Rows that go together, in the order of the permutation.
    private final List<List<Integer>> units;
    /// For each row whether it is left for training.
    private final boolean[] left;
    private final Map<String, Integer> leftOfClass = new HashMap<>();
    private int leftRows;

    /// @param groups what each row belongs to, by its line; if empty, each to itself
    HoldoutDraw(Dataset<E> rows, int[] permutation, Optional<Map<Long, String>> groups) {
        this.rows = rows;
        Map<Object, List<Integer>> together = new LinkedHashMap<>();
        for (int row : permutation) {
            Object group = groups.<Object>map(byLine -> byLine.get(rows.examples().get(row).source().line())).orElse(row);
            together.computeIfAbsent(group, _ -> new ArrayList<>()).add(row);
        }
        this.units = List.copyOf(together.values());
        this.left = new boolean[rows.size()];
        Arrays.fill(left, true);
        this.leftRows = rows.size();
        for (int row : permutation) {
            classes(row).forEach(name -> leftOfClass.merge(name, 1, Integer::sum));
        }
    }

    private Set<String> classes(int row) {
        return new TreeSet<>(rows.examples().get(row).classes());
    }

    /// The rows that nobody has drawn.
    Dataset<E> rest() {
        return rows.subset(chosen(left));
    }

    /// Draws as many rows as a share of all, at least one.
    ///
    /// @param part what they are for
    Dataset<E> draw(String part, double share, boolean stratified) {
        if (leftRows < 2) {
            throw none(part, rows.size() == 1 ? "one row" : "one row left");
        }
        int wanted = Math.clamp(Math.round(rows.size() * share), 1, leftRows - 1);
        boolean[] before = left.clone();
        int missing = stratified ? drawStrata(quotas(share, wanted)) : drawUnits(wanted);
        if (missing == wanted) {
            // Every group is larger than what was wanted: the first that can be missed.
            units.stream().filter(this::isSpare).findFirst().ifPresent(this::take);
        }
        boolean[] drawn = new boolean[left.length];
        for (int row = 0; row < left.length; row++) {
            drawn[row] = before[row] && !left[row];
        }
        if (chosen(drawn).length == 0) {
            throw none(part, "each " + (units.size() < rows.size() ? "group" : "row") + " has a label that no other has");
        }
        return rows.subset(chosen(drawn));
    }

    private DataException none(String part, String reason) {
        return new DataException("%s: %s: no %s set can be split off".formatted(rows.file().path(), reason, part));
    }

    /// @return how many of the rows wanted there were not
    private int drawUnits(int wanted) {
        int missing = wanted;
        for (List<Integer> unit : units) {
            if (unit.size() <= missing && isSpare(unit)) {
                take(unit);
                missing -= unit.size();
            }
        }
        return missing;
    }

    private int drawStrata(Map<Set<String>, Integer> quotas) {
        int missing = quotas.values().stream().mapToInt(Integer::intValue).sum();
        for (List<Integer> unit : units) {
            Set<String> stratum = classes(unit.getFirst());
            if (quotas.get(stratum) > 0 && isSpare(unit)) {
                take(unit);
                quotas.merge(stratum, -1, Integer::sum);
                missing--;
            }
        }
        return missing;
    }

    /// How many rows of each kind make up the share: the whole part of each kind's own, and one more for those whose fractions are
    /// the largest.
    private Map<Set<String>, Integer> quotas(double share, int wanted) {
        Map<Set<String>, Integer> sizes = new LinkedHashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            sizes.merge(classes(row), 1, Integer::sum);
        }
        Map<Set<String>, Integer> quotas = new LinkedHashMap<>();
        sizes.forEach((stratum, size) -> quotas.put(stratum, (int) Math.floor(size * share)));
        int over = wanted - quotas.values().stream().mapToInt(Integer::intValue).sum();
        List<Set<String>> byFraction = new ArrayList<>(sizes.keySet());
        byFraction.sort(Collections.reverseOrder(
                Comparator.comparingDouble(stratum -> sizes.get(stratum) * share - quotas.get(stratum))));
        for (Set<String> stratum : byFraction.subList(0, Math.clamp(over, 0, byFraction.size()))) {
            quotas.merge(stratum, 1, Integer::sum);
        }
        return quotas;
    }

    /// Whether training can do without: something is left of all that these rows hold.
    private boolean isSpare(List<Integer> unit) {
        Map<String, Integer> held = new HashMap<>();
        unit.forEach(row -> classes(row).forEach(name -> held.merge(name, 1, Integer::sum)));
        return left[unit.getFirst()] && leftRows > unit.size()
                && held.entrySet().stream().allMatch(one -> leftOfClass.get(one.getKey()) > one.getValue());
    }

    private void take(List<Integer> unit) {
        for (int row : unit) {
            left[row] = false;
            leftRows--;
            classes(row).forEach(name -> leftOfClass.merge(name, -1, Integer::sum));
        }
    }

    private static int[] chosen(boolean[] rows) {
        int[] chosen = new int[rows.length];
        int size = 0;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row]) {
                chosen[size++] = row;
            }
        }
        return Arrays.copyOf(chosen, size);
    }
}
