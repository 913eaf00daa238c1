package dev.lathe.trust.mask;

import java.util.List;

/// A text without personal data, as far as it was found.
///
/// @param text with the replacements
/// @param spans what was replaced, by its places in the text before, in their order; none overlap
public record Masked(String text, List<Span> spans) {
    public Masked {
        spans = List.copyOf(spans);
    }
}
