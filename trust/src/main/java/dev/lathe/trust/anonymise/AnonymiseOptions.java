package dev.lathe.trust.anonymise;

import dev.lathe.trust.mask.Masker;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be done with a file.
///
/// @param columns of texts that are masked, one or more
/// @param masker finds and replaces
/// @param identifiers quasi-identifiers for k-anonymity; none asked for if empty
/// @param k the fewest rows of a group; 2 or more
/// @param generalised columns among the identifiers that are to say less, and how
/// @param small what is done with rows of smaller groups
public record AnonymiseOptions(
        List<String> columns, Masker masker, List<String> identifiers, int k, Map<String, Generalisation> generalised, Small small) {
    /// What is done with rows of groups that are smaller than k.
    public enum Small {
        /// They are listed.
        LIST,
        /// Their quasi-identifiers become `*`.
        SUPPRESS,
        /// They are left out.
        DROP
    }

    public AnonymiseOptions {
        columns = List.copyOf(columns);
        identifiers = List.copyOf(identifiers);
        generalised = Collections.unmodifiableMap(new LinkedHashMap<>(generalised));
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("columns: needs one or more");
        }
        if (k < 2) {
            throw new IllegalArgumentException("k %d: needs at least 2".formatted(k));
        }
        var both = new HashSet<>(columns);
        both.retainAll(identifiers);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("column '%s': is text to be masked and a quasi-identifier; choose one".formatted(both.iterator().next()));
        }
        List<String> quasi = identifiers;
        Optional<String> stray = generalised.keySet().stream().filter(name -> !quasi.contains(name)).findFirst();
        if (stray.isPresent()) {
            throw new IllegalArgumentException("generalise '%s': is no quasi-identifier".formatted(stray.get()));
        }
    }

    /// Masks alone.
    public static AnonymiseOptions ofColumns(List<String> columns, Masker masker) {
        return new AnonymiseOptions(columns, masker, List.of(), 2, Map.of(), Small.LIST);
    }
}
