package dev.lathe.tokenizer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Finds added tokens in a text: the leftmost one, and of those the longest.
final class AddedTokens {
    static final int NONE = -1;

    private final AddedToken[] longestFirst;
    private final String firstUnits;

    AddedTokens(List<AddedToken> tokens) {
        longestFirst = tokens.stream()
                .sorted(Comparator.comparingInt((AddedToken token) -> token.content().length()).reversed())
                .toArray(AddedToken[]::new);
        firstUnits = tokens.stream()
                .map(token -> token.content().substring(0, 1))
                .distinct()
                .collect(Collectors.joining());
    }

    /// In the order of their ids.
    List<AddedToken> all() {
        return Arrays.stream(longestFirst).sorted(Comparator.comparingInt(AddedToken::id)).toList();
    }

    /// Where the next added token starts, at or after `from`; the text's length if there is none.
    int next(String text, int from) {
        int at = nextCandidate(text, from);
        while (at < text.length() && find(text, at) == NONE) {
            at = nextCandidate(text, at + 1);
        }
        return at;
    }

    /// Which added token starts at `at`, for [#token], or [#NONE].
    int find(String text, int at) {
        for (int i = 0; i < longestFirst.length; i++) {
            if (text.startsWith(longestFirst[i].content(), at)) {
                return i;
            }
        }
        return NONE;
    }

    AddedToken token(int found) {
        return longestFirst[found];
    }

    private int nextCandidate(String text, int from) {
        if (firstUnits.length() == 1) {
            int at = text.indexOf(firstUnits.charAt(0), from);
            return at < 0 ? text.length() : at;
        }
        int at = from;
        while (at < text.length() && firstUnits.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
