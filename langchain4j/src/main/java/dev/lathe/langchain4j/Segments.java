package dev.lathe.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import java.util.List;

/// What callers give, held against what a model takes.
final class Segments {
    private Segments() {}

    /// @param operation for the message
    /// @throws IllegalArgumentException if there is no list, or a `null` in it, which is named by its place
    static void requireAll(String operation, List<TextSegment> segments) {
        // Callers need not be null-marked.
        if (segments == null) {
            throw new IllegalArgumentException(operation + ": null instead of a list of segments");
        }
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i) == null) {
                throw new IllegalArgumentException(
                        "%s: segment %d of %d is null".formatted(operation, i + 1, segments.size()));
            }
        }
    }
}
