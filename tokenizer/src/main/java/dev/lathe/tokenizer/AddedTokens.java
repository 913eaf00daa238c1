package dev.lathe.tokenizer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds added tokens in a text: the leftmost one, and of those the longest.
final class AddedTokens {
    private final List<AddedToken> longestFirst;
    private final String firstUnits;

    AddedTokens(List<AddedToken> tokens) {
        longestFirst = tokens.stream()
                .sorted(Comparator.comparingInt((AddedToken token) -> token.content().length()).reversed())
                .toList();
        firstUnits = tokens.stream()
                .map(token -> token.content().substring(0, 1))
                .distinct()
                .collect(Collectors.joining());
    }

    /// In the order of their ids.
    List<AddedToken> all() {
        return longestFirst.stream().sorted(Comparator.comparingInt(AddedToken::id)).toList();
    }

    /// Where the next added token starts, at or after `from`; the text's length if there is none.
    int next(String text, int from) {
        int at = nextCandidate(text, from);
        while (at < text.length() && find(text, at).isEmpty()) {
            at = nextCandidate(text, at + 1);
        }
        return at;
    }

    /// The added token that starts at `at`.
    Optional<AddedToken> find(String text, int at) {
        for (AddedToken token : longestFirst) {
            if (text.startsWith(token.content(), at)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
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
