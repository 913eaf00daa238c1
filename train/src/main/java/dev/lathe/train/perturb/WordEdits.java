package dev.lathe.train.perturb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Typing errors in a word: neighbouring letters exchanged, or one hit beside the right key.
///
/// The first letter stays, and words of fewer than four letters do: readers then hardly notice (Pruthi, Dhingra and Lipton, 2019,
/// section 3).
public final class WordEdits {
    private static final int SHORTEST = 4;
    /// The keys of a QWERTY keyboard by their neighbours.
    private static final Map<Character, String> BESIDE = Map.ofEntries(
            Map.entry('q', "wa"), Map.entry('w', "qes"), Map.entry('e', "wrd"), Map.entry('r', "etf"), Map.entry('t', "ryg"),
            Map.entry('y', "tuh"), Map.entry('u', "yij"), Map.entry('i', "uok"), Map.entry('o', "ipl"), Map.entry('p', "ol"),
            Map.entry('a', "qsz"), Map.entry('s', "adwx"), Map.entry('d', "sfec"), Map.entry('f', "dgrv"), Map.entry('g', "fhtb"),
            Map.entry('h', "gjyn"), Map.entry('j', "hkum"), Map.entry('k', "jli"), Map.entry('l', "ko"), Map.entry('z', "asx"),
            Map.entry('x', "zcs"), Map.entry('c', "xvd"), Map.entry('v', "cbf"), Map.entry('b', "vng"), Map.entry('n', "bmh"),
            Map.entry('m', "nj"));

    private WordEdits() {}

    /// All words that come of exchanging two neighbouring letters that differ.
    public static List<String> swaps(String word) {
        int[] letters = word.codePoints().toArray();
        var all = new ArrayList<String>();
        for (int i = 1; i + 1 < letters.length && letters.length >= SHORTEST; i++) {
            if (letters[i] != letters[i + 1]) {
                int[] changed = letters.clone();
                changed[i] = letters[i + 1];
                changed[i + 1] = letters[i];
                all.add(new String(changed, 0, changed.length));
            }
        }
        return all;
    }

    /// All words that come of hitting the key beside one, for lower-case letters of English.
    public static List<String> slips(String word) {
        var all = new ArrayList<String>();
        for (int i = 1; i < word.length() && word.length() >= SHORTEST; i++) {
            for (char key : BESIDE.getOrDefault(word.charAt(i), "").toCharArray()) {
                all.add(word.substring(0, i) + key + word.substring(i + 1));
            }
        }
        return all;
    }

    /// One of several, if there are any.
    static Optional<String> one(List<String> choices, Draws draws) {
        return choices.isEmpty() ? Optional.empty() : Optional.of(choices.get(draws.below(choices.size())));
    }
}
