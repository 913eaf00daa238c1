package dev.lathe.tokenizer.wordpiece;

import java.util.Comparator;

/// Strings in the order of their code points, which is not that of their UTF-16 units.
enum CodePointOrder implements Comparator<String> {
    BY_CODE_POINT;

    @Override
    public int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return Integer.compare(rank(one.charAt(i)), rank(other.charAt(i)));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /// Surrogates, the halves of the largest code points, go behind all other units.
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }
}
