package dev.lathe.bert.checkpoint.file;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the tensor that a missing name most likely means.
public final class NearestName {
    /// Longer names are not compared letter by letter.
    private static final int LONGEST = 160;
    /// Letters that are compared with others before the search ends with what it has: a tenth of a second.
    private static final int MOST_COMPARISONS = 1 << 26;

    private NearestName() {}

    /// A name that has the wanted one at its end, or is itself the end of it (a prefix such as `bert.` too many or
    /// too few); else the one with the fewest edits, if these change at most a third of the wanted name.
    public static Optional<String> among(List<String> names, String wanted) {
        var samePath = names.stream()
                .filter(name -> endsWithPath(name, wanted) || endsWithPath(wanted, name))
                .min(Comparator.comparingInt((String name) -> Math.abs(name.length() - wanted.length()))
                        .thenComparing(Comparator.naturalOrder()));
        if (samePath.isPresent()) {
            return samePath;
        }
        String nearest = "";
        int fewest = wanted.length() / 3 + 1;
        int left = wanted.length() > LONGEST ? 0 : MOST_COMPARISONS;
        for (String name : names) {
            // The difference in length is a lower bound: most names need no table.
            if (left > 0 && name.length() <= LONGEST && Math.abs(name.length() - wanted.length()) < fewest) {
                left -= name.length() * wanted.length();
                int edits = edits(name, wanted);
                if (edits < fewest) {
                    fewest = edits;
                    nearest = name;
                }
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    private static boolean endsWithPath(String path, String end) {
        return path.endsWith("." + end);
    }

    /// Levenshtein's distance, one row of the table at a time.
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
