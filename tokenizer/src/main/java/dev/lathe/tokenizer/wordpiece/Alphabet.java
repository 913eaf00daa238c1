package dev.lathe.tokenizer.wordpiece;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The characters of which a vocabulary spells words: the most frequent ones, of equally frequent ones
/// those with the lower code points.
///
/// @param codePoints the characters
record Alphabet(Set<Integer> codePoints) {
    static Alphabet of(Map<String, Long> words, int limit) {
        var counts = new HashMap<Integer, Long>();
        words.forEach((word, count) -> word.codePoints().forEach(c -> counts.merge(c, count, Long::sum)));
        return new Alphabet(counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new)));
    }

    boolean spells(String word) {
        return word.codePoints().allMatch(codePoints::contains);
    }

    /// Each character as a word begins with it, and with `##` each that stands further inside some word.
    SortedSet<String> pieces(Iterable<String> words) {
        var pieces = new TreeSet<String>(CodePointOrder.BY_CODE_POINT);
        codePoints.forEach(c -> pieces.add(Character.toString(c)));
        for (String word : words) {
            word.codePoints().skip(1).forEach(c -> pieces.add(PieceMatcher.CONTINUATION + Character.toString(c)));
        }
        return pieces;
    }
}
