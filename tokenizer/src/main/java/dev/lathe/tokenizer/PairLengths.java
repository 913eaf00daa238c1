package dev.lathe.tokenizer;

/// How many tokens of each text stay when a pair is too long: the strategy `longest_first`.
///
/// Only the longer text is cut while the other fits into what it leaves; otherwise both get half, an odd
/// token going to the longer one. Of two equally long texts the second counts as the longer.
record PairLengths(int first, int second) {
    /// @param room how many tokens of both together may stay
    static PairLengths longestFirst(int first, int second, int room) {
        if (first + second <= room) {
            return new PairLengths(first, second);
        }
        int shorter = Math.min(first, second);
        int longer = room - shorter;
        if (longer < shorter) {
            shorter = room / 2;
            longer = room - shorter;
        }
        return first > second ? new PairLengths(longer, shorter) : new PairLengths(shorter, longer);
    }
}
