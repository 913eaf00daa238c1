package dev.lathe.bert.predict;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The best of many scored rows; of equal ones those that were added first.
final class NearestHits {
    private final int count;
    private final PriorityQueue<Scored> worstFirst = new PriorityQueue<>(
            Comparator.comparingDouble(Scored::score).thenComparing(Comparator.comparingInt(Scored::row).reversed()));

    /// @param row its number
    /// @param score how close it is
    record Scored(int row, float score) {}

    /// @param count how many are kept
    NearestHits(int count) {
        this.count = count;
    }

    void offer(int row, float score) {
        if (worstFirst.size() < count) {
            worstFirst.add(new Scored(row, score));
        } else if (score > worstFirst.element().score()) {
            // Rows come in increasing order, so an equal score is never better.
            worstFirst.poll();
            worstFirst.add(new Scored(row, score));
        }
    }

    /// The best first.
    List<Scored> best() {
        return worstFirst.stream().sorted(worstFirst.comparator().reversed()).toList();
    }
}
