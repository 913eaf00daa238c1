package dev.lathe.trust.anonymise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What was found and done; counts, names of columns and numbers of lines, and no value.
///
/// @param rows of the file
/// @param found how many parts of texts were replaced, by their type
/// @param changed rows with a replacement
/// @param groups as they are in the output, if k-anonymity was asked for
/// @param treated lines of rows that were suppressed or dropped
/// @param unread columns of the output that no training of ours reads
public record AnonymiseReport(
        int rows, Map<String, Integer> found, int changed, Optional<Groups> groups, List<Long> treated, List<String> unread) {
    private static final int MOST_LINES = 20;

    public AnonymiseReport {
        found = new TreeMap<>(found);
        treated = List.copyOf(treated);
        unread = List.copyOf(unread);
    }

    /// For people.
    public String toText() {
        var text = new StringBuilder("%d rows, %d with personal data\n".formatted(rows, changed));
        found.forEach((type, count) -> text.append("  %s: %d\n".formatted(type, count)));
        if (!treated.isEmpty()) {
            text.append("treated: %d rows, lines %s\n".formatted(treated.size(), lines(treated)));
        }
        groups.ifPresent(all -> {
            text.append("groups by size: ").append(all.sizes().entrySet().stream()
                    .map(size -> "%d of %d".formatted(size.getValue(), size.getKey())).collect(Collectors.joining(", "))).append('\n');
            text.append(all.hold() ? "k-anonymous: no group is smaller than %d\n".formatted(all.k())
                    : "not k-anonymous: %d rows in groups smaller than %d, lines %s\n".formatted(all.below().size(), all.k(), lines(all.below())));
        });
        if (!unread.isEmpty()) {
            text.append("columns that training does not read: ").append(String.join(", ", unread)).append('\n');
        }
        return text.toString();
    }

    private static String lines(List<Long> lines) {
        String some = lines.stream().limit(MOST_LINES).map(String::valueOf).collect(Collectors.joining(", "));
        return lines.size() > MOST_LINES ? some + ", …" : some;
    }
}
