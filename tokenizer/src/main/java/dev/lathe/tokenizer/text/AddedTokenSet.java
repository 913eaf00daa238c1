package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.AddedToken;
import java.util.List;

/// Added tokens that are looked for in the same text: in that which was given, or in the normalised one.
///
/// Immutable. A [TokenScanner] goes through a text.
public final class AddedTokenSet {
    private final List<AddedToken> tokens;
    private final int[] lengths;
    private final TokenAutomaton automaton;
    /// One bit for each unit that a token starts with.
    private final long[] first = new long[(Character.MAX_VALUE + 1) / Long.SIZE];
    private final String firstUnits;

    /// @param tokens   in the order of their ids
    /// @param patterns what is looked for instead of each
    AddedTokenSet(List<AddedToken> tokens, List<String> patterns) {
        this.tokens = tokens;
        lengths = patterns.stream().mapToInt(String::length).toArray();
        automaton = new TokenAutomaton(patterns);
        var units = new StringBuilder();
        for (String pattern : patterns) {
            mark(pattern.charAt(0), units);
        }
        if (mayStart('\uFFFD')) {
            for (char half = Character.MIN_SURROGATE; half <= Character.MAX_SURROGATE; half++) {
                mark(half, units);
            }
        }
        firstUnits = units.toString();
    }

    private void mark(char unit, StringBuilder units) {
        if (!mayStart(unit)) {
            first[unit >>> 6] |= 1L << unit;
            units.append(unit);
        }
    }

    private boolean mayStart(char unit) {
        return (first[unit >>> 6] >>> unit & 1) != 0;
    }

    public boolean isEmpty() {
        return tokens.isEmpty();
    }

    AddedToken token(int found) {
        return tokens.get(found);
    }

    /// How many units of the text are a token.
    int length(int found) {
        return lengths[found];
    }

    TokenAutomaton automaton() {
        return automaton;
    }

    /// The next place where a token may start, or the length of the text.
    int nextCandidate(CharSequence text, int from) {
        if (firstUnits.length() == 1 && text instanceof String string) {
            int at = string.indexOf(firstUnits.charAt(0), from);
            return at < 0 ? string.length() : at;
        }
        int at = from;
        int length = firstUnits.isEmpty() ? from : text.length();
        while (at < length && !mayStart(text.charAt(at))) {
            at++;
        }
        return firstUnits.isEmpty() ? text.length() : at;
    }
}
