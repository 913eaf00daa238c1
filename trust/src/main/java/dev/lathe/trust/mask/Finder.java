package dev.lathe.trust.mask;

import java.util.List;

/// Finds personal data in a text; for any number of threads at once.
@FunctionalInterface
public interface Finder {
    /// @return in any order; they may overlap
    /// @throws MaskException if the text cannot be searched to its end
    List<Span> find(String text);
}
