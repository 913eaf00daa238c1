package dev.lathe.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// The windows through which the tokens of one text are seen.
///
/// A text that is cut to no token at all overflows as a whole: its second window is the whole text,
/// longer than the limit. That is what the reference gives.
final class TextWindows {
    private TextWindows() {}

    /// @param size how many tokens the text has
    /// @param kept how many a window holds
    /// @throws IllegalArgumentException if windows are needed and the stride is no less than `kept`
    static List<Span> of(int size, int kept, Truncation truncation) {
        if (kept >= size) {
            return List.of(new Span(0, size));
        }
        if (kept == 0) {
            return List.of(new Span(0, 0), new Span(0, size));
        }
        int step = kept - truncation.stride();
        if (step <= 0) {
            throw new IllegalArgumentException("encode: stride %d: a window holds %d tokens of the text"
                    .formatted(truncation.stride(), kept));
        }
        return switch (truncation.side()) {
            case RIGHT -> fromTheLeft(size, kept, step);
            case LEFT -> fromTheRight(size, kept, step);
        };
    }

    private static List<Span> fromTheLeft(int size, int kept, int step) {
        var windows = new ArrayList<Span>();
        int start = 0;
        windows.add(new Span(0, kept));
        while (start + kept < size) {
            start += step;
            windows.add(new Span(start, Math.min(start + kept, size)));
        }
        return windows;
    }

    private static List<Span> fromTheRight(int size, int kept, int step) {
        var windows = new ArrayList<Span>();
        int end = size;
        windows.add(new Span(size - kept, size));
        while (end - kept > 0) {
            end -= step;
            windows.add(new Span(Math.max(0, end - kept), end));
        }
        return windows;
    }
}
