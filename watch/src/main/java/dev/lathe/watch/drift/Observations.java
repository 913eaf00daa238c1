package dev.lathe.watch.drift;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// The last observations of many, as many as are wanted. Safe for several threads.
public final class Observations {
    private final int most;
    private final Deque<Observation> kept = new ArrayDeque<>();

    public Observations(int most) {
        this.most = most;
    }

    public synchronized void add(Observation observation) {
        kept.addLast(observation);
        if (kept.size() > most) {
            kept.removeFirst();
        }
    }

    /// Those that are kept, in the order in which they came.
    public synchronized List<Observation> all() {
        return List.copyOf(kept);
    }

    /// As many as are wanted of a longer list, evenly spread over it: the same ones every time.
    public static List<Integer> spread(int of, int most) {
        int count = Math.min(of, most);
        return IntStream.range(0, count).mapToObj(i -> (int) ((long) i * of / count)).toList();
    }
}
