package dev.lathe.tokenizer.wordpiece;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Joins neighbouring pieces of words, the most frequent pair first.
///
/// Each pair knows how often it stands in all words and in which words it may stand, so that a merge
/// visits only those. The queue holds counts as they were when put. A pair whose count can have grown is
/// put in again; one whose count is out of date when it comes up is put back with the count of now.
final class PieceMerger {
    private final List<SplitWord> words = new ArrayList<>();
    private final Map<Pair, Neighbours> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator
            .comparingLong(Candidate::count).reversed()
            .thenComparing(candidate -> candidate.pair().left(), CodePointOrder.BY_CODE_POINT)
            .thenComparing(candidate -> candidate.pair().right(), CodePointOrder.BY_CODE_POINT));

    /// Two pieces side by side; the right one always starts with `##`.
    record Pair(String left, String right) {
        String joined() {
            return left + right.substring(PieceMatcher.CONTINUATION.length());
        }
    }

    private record Candidate(Pair pair, long count) {}

    /// How often a pair stands in the text, and where.
    private static final class Neighbours {
        private long count;
        private final Set<SplitWord> words = new HashSet<>();
    }

    PieceMerger(Map<String, Long> counts) {
        counts.forEach((word, count) -> words.add(new SplitWord(word, count)));
        words.forEach(word -> word.forEachPair(pair -> add(pair, word)));
        pairs.forEach((pair, found) -> queue.add(new Candidate(pair, found.count)));
    }

    /// Adds pieces to `tokens` until there are `size`, or no pair stands `minFrequency` times.
    void mergeInto(Set<String> tokens, int size, int minFrequency) {
        while (tokens.size() < size && !queue.isEmpty()) {
            Candidate best = queue.poll();
            Neighbours found = pairs.get(best.pair());
            if (found == null || found.count < minFrequency) {
                continue;
            }
            if (found.count != best.count()) {
                queue.add(new Candidate(best.pair(), found.count));
                continue;
            }
            String joined = best.pair().joined();
            tokens.add(joined);
            merge(best.pair(), joined, found);
        }
    }

    private void merge(Pair pair, String joined, Neighbours found) {
        pairs.remove(pair);
        var grown = new HashSet<Pair>();
        for (SplitWord word : found.words) {
            word.forEachPair(before -> remove(before, word));
            word.join(pair, joined);
            word.forEachPair(after -> {
                add(after, word);
                if (after.left().equals(joined) || after.right().equals(joined)) {
                    grown.add(after);
                }
            });
        }
        for (Pair after : grown) {
            Neighbours known = pairs.get(after);
            if (known != null) {
                queue.add(new Candidate(after, known.count));
            }
        }
    }

    private void remove(Pair pair, SplitWord word) {
        Neighbours known = pairs.get(pair);
        if (known != null) {
            known.count -= word.count();
            if (known.count == 0) {
                pairs.remove(pair);
            }
        }
    }

    private void add(Pair pair, SplitWord word) {
        Neighbours known = pairs.computeIfAbsent(pair, unknown -> new Neighbours());
        known.count += word.count();
        known.words.add(word);
    }
}
