package dev.lathe.trust.anonymise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Rows that agree in all quasi-identifiers, such as age, sex and postal code: whoever knows these of a person finds that many rows, and
/// not fewer than k if the file is k-anonymous.
///
/// Source: Sweeney, "k-anonymity: a model for protecting privacy", 2002, definition 3.
///
/// @param k the fewest rows that a group is to have, at least 2
/// @param sizes how many groups there are of each size, by size
/// @param below lines of the rows whose group is smaller than k, rising
public record Groups(int k, Map<Integer, Integer> sizes, List<Long> below) {
    public Groups {
        sizes = new TreeMap<>(sizes);
        below = List.copyOf(below);
    }

    /// @param values of the quasi-identifiers, by the line of their row
    static Groups of(int k, Map<Long, List<String>> values) {
        var groups = new LinkedHashMap<List<String>, List<Long>>();
        values.forEach((line, identifiers) -> groups.computeIfAbsent(identifiers, _ -> new ArrayList<>()).add(line));
        var sizes = new TreeMap<Integer, Integer>();
        var below = new ArrayList<Long>();
        for (List<Long> lines : groups.values()) {
            sizes.merge(lines.size(), 1, Integer::sum);
            if (lines.size() < k) {
                below.addAll(lines);
            }
        }
        below.sort(Long::compare);
        return new Groups(k, sizes, below);
    }

    /// Whether no group is smaller than k.
    public boolean hold() {
        return below.isEmpty();
    }
}
