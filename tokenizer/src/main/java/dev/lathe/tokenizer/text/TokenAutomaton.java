package dev.lathe.tokenizer.text;

import dev.lathe.tokenizer.PieceTrie;
import java.util.List;

/// Finds, for each place of a text, the longest of many tokens that starts there, in time that grows with the
/// text alone: neither the number of the tokens nor their length matters.
///
/// The tokens are kept from their last unit to their first, and a text is read from behind. At each place the
/// state stands for the longest piece of text from there on that ends some token's reversal; the longest whole
/// token among its own beginnings was noted when the automaton was made.
///
/// Source: Aho and Corasick 1975, "Efficient String Matching: An Aid to Bibliographic Search", CACM 18(6).
public final class TokenAutomaton {
    public static final int NONE = PieceTrie.NONE;

    private static final char REPLACEMENT = '\uFFFD';

    private final PieceTrie reversed;
    private final int[] failures;
    private final int[] longest;
    private final int longestLength;

    /// @param tokens none empty; of two that are equal, the first is found
    public TokenAutomaton(List<String> tokens) {
        reversed = new PieceTrie(tokens.size());
        int length = 0;
        for (int i = 0; i < tokens.size(); i++) {
            reversed.add(reversed(tokens.get(i)), i);
            length = Math.max(length, tokens.get(i).length());
        }
        longestLength = length;
        failures = new int[reversed.nodeCount()];
        longest = new int[reversed.nodeCount()];
        longest[PieceTrie.ROOT] = NONE;
        link(tokens);
    }

    /// Nodes one depth after another: where the text goes on with none of a node's children, matching goes on at
    /// the deepest node that the text leads to as well.
    private void link(List<String> tokens) {
        int nodes = failures.length;
        int[] parents = new int[nodes];
        char[] units = new char[nodes];
        int[] depths = new int[nodes];
        for (String token : tokens) {
            int node = PieceTrie.ROOT;
            for (int i = token.length() - 1; i >= 0; i--) {
                int child = reversed.child(node, token.charAt(i));
                parents[child] = node;
                units[child] = token.charAt(i);
                depths[child] = token.length() - i;
                node = child;
            }
        }
        for (int node : inOrderOf(depths)) {
            if (node != PieceTrie.ROOT) {
                int parent = parents[node];
                int failure = parent == PieceTrie.ROOT ? PieceTrie.ROOT : step(failures[parent], units[node]);
                failures[node] = failure;
                longest[node] = reversed.token(node) == NONE ? longest[failure] : reversed.token(node);
            }
        }
    }

    private int[] inOrderOf(int[] depths) {
        int[] next = new int[longestLength + 2];
        for (int depth : depths) {
            next[depth + 1]++;
        }
        for (int depth = 1; depth < next.length; depth++) {
            next[depth] += next[depth - 1];
        }
        int[] order = new int[depths.length];
        for (int node = 0; node < depths.length; node++) {
            order[next[depths[node]]++] = node;
        }
        return order;
    }

    private int step(int from, char unit) {
        int state = from;
        while (true) {
            int child = reversed.child(state, unit);
            if (child != PieceTrie.NONE) {
                return child;
            }
            if (state == PieceTrie.ROOT) {
                return state;
            }
            state = failures[state];
        }
    }

    /// How many units the longest token has.
    int longestLength() {
        return longestLength;
    }

    /// Notes for `count` places from `from` on the token that starts there, by its number, or [#NONE].
    public void find(CharSequence text, int from, int count, int[] found) {
        int state = PieceTrie.ROOT;
        int last = (int) Math.min(text.length(), (long) from + count + longestLength) - 1;
        for (int at = last; at >= from; at--) {
            state = step(state, unit(text, at));
            if (at - from < count) {
                found[at - from] = longest[state];
            }
        }
    }

    /// The unit at `at`, or U+FFFD where it is half a surrogate pair.
    private static char unit(CharSequence text, int at) {
        char c = text.charAt(at);
        boolean alone = Character.isHighSurrogate(c)
                ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        return alone ? REPLACEMENT : c;
    }

    /// Unit by unit: halves of a pair change places too.
    private static String reversed(String token) {
        char[] units = new char[token.length()];
        for (int i = 0; i < units.length; i++) {
            units[i] = token.charAt(units.length - 1 - i);
        }
        return new String(units);
    }
}
