package dev.lathe.bert.predict.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Where models that are averaged have the same label.
final class LabelOrder {
    private LabelOrder() {}

    /// For each label of the first model its place in the other's.
    ///
    /// @throws IllegalArgumentException naming the labels that only one of them has
    static int[] of(List<String> first, List<String> other, String name) {
        var missing = new TreeSet<>(first);
        other.forEach(missing::remove);
        var added = new TreeSet<>(other);
        first.forEach(added::remove);
        if (!missing.isEmpty() || !added.isEmpty() || first.size() != other.size()) {
            var parts = new ArrayList<String>();
            if (!missing.isEmpty()) {
                parts.add("lacks " + quoted(missing));
            }
            if (!added.isEmpty()) {
                parts.add("has " + quoted(added) + " beyond");
            }
            throw new IllegalArgumentException("ensemble: '%s': other labels than the first model's: %s".formatted(
                    name, parts.isEmpty() ? "their numbers differ" : String.join(", ", parts)));
        }
        return first.stream().mapToInt(other::indexOf).toArray();
    }

    private static String quoted(TreeSet<String> labels) {
        return String.join(", ", labels.stream().map(label -> "'" + label + "'").toList());
    }
}
