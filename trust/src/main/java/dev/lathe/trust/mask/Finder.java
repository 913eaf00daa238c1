package dev.lathe.trust.mask;

import java.util.List;
import java.util.Set;

/// Finds personal data in a text; for any number of threads at once.
@FunctionalInterface
public interface Finder {
    /// @return in any order; they may overlap
    /// @throws MaskException if the text cannot be searched to its end
    List<Span> find(String text);

    /// What it looks for, as far as it knows beforehand.
    default Set<String> types() {
        return Set.of();
    }
}
