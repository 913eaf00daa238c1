package dev.lathe.trust.mask;

import java.util.List;

/// Looks for one kind of personal data.
interface Search {
    /// What stands in its place.
    String type();

    List<Span> find(Folded folded);
}
