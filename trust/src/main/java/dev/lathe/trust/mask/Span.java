package dev.lathe.trust.mask;

/// A part of a text that tells of a person.
///
/// @param type what it is, in capitals, such as `MAIL`
/// @param start where it starts, in UTF-16 units of the text
/// @param end where it ends, exclusive
public record Span(String type, int start, int end) {
    /// @throws IllegalArgumentException if it is empty or lies before the text
    public Span {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("span %s %d..%d: must hold something".formatted(type, start, end));
        }
    }

    public int length() {
        return end - start;
    }
}
