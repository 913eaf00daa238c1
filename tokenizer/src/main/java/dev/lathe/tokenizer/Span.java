package dev.lathe.tokenizer;

/// From `start` to `end`, the end exclusive: tokens of an [Encoding], or UTF-16 units of a text.
///
/// @param start the first one
/// @param end   the one behind the last
public record Span(int start, int end) {
    /// @throws IllegalArgumentException if it starts below 0 or ends before it starts
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span: from %d to %d: goes backwards".formatted(start, end));
        }
    }

    /// How many there are.
    public int length() {
        return end - start;
    }
}
