package dev.lathe.bert.predict;

import java.util.ArrayList;
import java.util.List;

/// Overlapping windows over the tokens of a text that is longer than a model takes.
///
/// @param kept tokens of the text that a window shows
/// @param stride tokens that neighbouring windows share
record TokenWindows(int kept, int stride) {
    /// @throws IllegalArgumentException if windows would not move on
    TokenWindows {
        if (stride < 0 || stride >= kept) {
            throw new IllegalArgumentException(
                    "stride %d: windows of %d tokens of the text need 0 to %d".formatted(stride, kept, kept - 1));
        }
    }

    /// A part of a text's tokens.
    ///
    /// @param start the first token
    /// @param end behind the last
    record Window(int start, int end) {
        int size() {
            return end - start;
        }

        /// How far a token is from the nearer end of the window.
        int context(int token) {
            return Math.min(token - start, end - 1 - token);
        }
    }

    /// Windows over a text, the first at its start, the last one up to its end; one for an empty text.
    ///
    /// @param tokens of the text
    List<Window> over(int tokens) {
        var windows = new ArrayList<Window>();
        int start = 0;
        while (start + kept < tokens) {
            windows.add(new Window(start, start + kept));
            start += kept - stride;
        }
        windows.add(new Window(start, tokens));
        return windows;
    }

    /// For each token the window that shows most of what is around it; the earlier where two show as much.
    static int[] widest(List<Window> windows, int tokens) {
        var best = new int[tokens];
        for (int w = 1; w < windows.size(); w++) {
            Window window = windows.get(w);
            for (int token = window.start(); token < window.end(); token++) {
                Window other = windows.get(best[token]);
                if (token >= other.end() || window.context(token) > other.context(token)) {
                    best[token] = w;
                }
            }
        }
        return best;
    }
}
