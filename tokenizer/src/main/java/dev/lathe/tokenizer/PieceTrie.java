package dev.lathe.tokenizer;

import java.util.Arrays;

/// Every token of a vocabulary, letter by letter from one root; a letter is a UTF-16 unit.
///
/// An edge is one `long` in an open-addressing table, so a step costs one cache line. From the high
/// end it holds the parent plus one (24 bits), the unit (16) and the child (24); 0 is an empty slot.
public final class PieceTrie {
    public static final int ROOT = 0;
    public static final int NONE = -1;

    private static final int CHILD_BITS = 24;
    private static final int UNIT_BITS = 16;
    private static final int MAX_NODES = (1 << CHILD_BITS) - 1;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] edges;
    private int shift;
    private int[] tokens;
    private int nodes = 1;

    public PieceTrie(int expectedTokens) {
        int bits = Math.max(4, 34 - Integer.numberOfLeadingZeros(expectedTokens));
        edges = new long[1 << bits];
        shift = Long.SIZE - bits;
        tokens = new int[Math.max(16, 3 * expectedTokens)];
        Arrays.fill(tokens, NONE);
    }

    /// @return the id that the token already had, or [#NONE]
    public int add(String token, int id) {
        int node = ROOT;
        for (int i = 0; i < token.length(); i++) {
            int child = child(node, token.charAt(i));
            node = child == NONE ? addChild(node, token.charAt(i)) : child;
        }
        int before = tokens[node];
        if (before == NONE) {
            tokens[node] = id;
        }
        return before;
    }

    /// As [#add], but the token gets the id even if it had one.
    int put(String token, int id) {
        int before = add(token, id);
        tokens[find(token)] = id;
        return before;
    }

    public int nodeCount() {
        return nodes;
    }

    /// The node after `unit`, or [#NONE] where no token goes on like this.
    public int child(int node, char unit) {
        long key = key(node, unit);
        int mask = edges.length - 1;
        for (int slot = (int) (key * SPREAD >>> shift); ; slot = slot + 1 & mask) {
            long edge = edges[slot];
            if (edge >>> CHILD_BITS == key) {
                return (int) edge & MAX_NODES;
            }
            if (edge == 0) {
                return NONE;
            }
        }
    }

    /// The id of the token that ends at the node, or [#NONE].
    public int token(int node) {
        return tokens[node];
    }

    /// The node that `text` leads to, or [#NONE].
    public int find(String text) {
        int node = ROOT;
        for (int i = 0; i < text.length() && node != NONE; i++) {
            node = child(node, text.charAt(i));
        }
        return node;
    }

    private int addChild(int node, char unit) {
        if (nodes == MAX_NODES) {
            throw new IllegalArgumentException("vocabulary: more than %d different prefixes".formatted(MAX_NODES));
        }
        if (2 * nodes >= edges.length) {
            rehash();
        }
        if (nodes == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * nodes);
            Arrays.fill(tokens, nodes, tokens.length, NONE);
        }
        put(edges, key(node, unit) << CHILD_BITS | nodes);
        return nodes++;
    }

    private void rehash() {
        long[] old = edges;
        shift--;
        edges = new long[2 * old.length];
        for (long edge : old) {
            if (edge != 0) {
                put(edges, edge);
            }
        }
    }

    private void put(long[] table, long edge) {
        int slot = (int) ((edge >>> CHILD_BITS) * SPREAD >>> shift);
        while (table[slot] != 0) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = edge;
    }

    private static long key(int node, char unit) {
        return (long) (node + 1) << UNIT_BITS | unit;
    }
}
