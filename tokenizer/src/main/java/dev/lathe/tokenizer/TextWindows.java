package dev.lathe.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// The windows through which the tokens of one text are seen.
///
/// @param kept   how many tokens of the text a window shows
/// @param stride how many of them a window shares with the one before; less than `kept`
/// @param side   the end of the text that the first window does not reach
record TextWindows(int kept, int stride, TruncationSide side) {
    /// Windows from the start of a text on.
    ///
    /// @throws IllegalArgumentException if windows would not move on
    static TextWindows moving(int kept, int stride) {
        if (stride < 0 || stride >= kept) {
            throw new IllegalArgumentException(
                    "stride %d: windows of %d tokens of the text need 0 to %d".formatted(stride, kept, kept - 1));
        }
        return new TextWindows(kept, stride, TruncationSide.RIGHT);
    }

    /// The windows that a truncation asks for.
    ///
    /// A text that is cut to no token at all overflows as a whole: its second window is the whole text,
    /// longer than the limit. That is what the reference gives.
    ///
    /// @param size how many tokens the text has
    /// @param kept how many a window holds
    /// @throws IllegalArgumentException if windows are needed and the stride is no less than `kept`
    static List<Span> of(int size, int kept, Truncation truncation) {
        if (kept == 0 && size > 0) {
            return List.of(new Span(0, 0), new Span(0, size));
        }
        if (kept < size && truncation.stride() >= kept) {
            throw new IllegalArgumentException("encode: stride %d: a window holds %d tokens of the text"
                    .formatted(truncation.stride(), kept));
        }
        return new TextWindows(kept, truncation.stride(), truncation.side()).over(size);
    }

    /// Windows over a text, the last one up to its end; one for an empty text.
    ///
    /// @param size how many tokens the text has
    List<Span> over(int size) {
        if (kept >= size) {
            return List.of(new Span(0, size));
        }
        return switch (side) {
            case RIGHT -> fromTheLeft(size);
            case LEFT -> fromTheRight(size);
        };
    }

    private List<Span> fromTheLeft(int size) {
        var windows = new ArrayList<Span>();
        int start = 0;
        windows.add(new Span(0, kept));
        while (start + kept < size) {
            start += kept - stride;
            windows.add(new Span(start, Math.min(start + kept, size)));
        }
        return windows;
    }

    private List<Span> fromTheRight(int size) {
        var windows = new ArrayList<Span>();
        int end = size;
        windows.add(new Span(size - kept, size));
        while (end - kept > 0) {
            end -= kept - stride;
            windows.add(new Span(Math.max(0, end - kept), end));
        }
        return windows;
    }

    /// For each token the window that shows most of what is around it; the earlier where two show as much.
    static int[] widest(List<Span> windows, int tokens) {
        var best = new int[tokens];
        for (int w = 1; w < windows.size(); w++) {
            Span window = windows.get(w);
            for (int token = window.start(); token < window.end(); token++) {
                Span other = windows.get(best[token]);
                if (token >= other.end() || context(window, token) > context(other, token)) {
                    best[token] = w;
                }
            }
        }
        return best;
    }

    /// How far a token is from the nearer end of a window.
    private static int context(Span window, int token) {
        return Math.min(token - window.start(), window.end() - 1 - token);
    }
}
