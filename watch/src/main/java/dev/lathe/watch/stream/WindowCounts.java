package dev.lathe.watch.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The labels of one window, counted: of all items, and of each topic's. Not safe for several threads.
public final class WindowCounts {
    /// In the place of a topic: all items, whatever their topic.
    public static final String ALL = "";

    private final Instant start;
    private final Duration length;
    private final Map<String, Tally> byTopic = new LinkedHashMap<>();

    private static final class Tally {
        private long of;
        private final Map<String, Long> hits = new LinkedHashMap<>();
    }

    WindowCounts(Instant start, Duration length) {
        this.start = start;
        this.length = length;
        byTopic.put(ALL, new Tally());
    }

    /// The window that a time is in.
    static WindowCounts at(Instant time, Duration length) {
        long millis = length.toMillis();
        return new WindowCounts(Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis), length);
    }

    void add(Collection<String> labels, Collection<String> topics) {
        var all = new ArrayList<>(topics);
        all.addFirst(ALL);
        for (String topic : all) {
            Tally tally = byTopic.computeIfAbsent(topic, _ -> new Tally());
            tally.of++;
            labels.forEach(label -> tally.hits.merge(label, 1L, Long::sum));
        }
    }

    void restore(String topic, long of, Map<String, Long> hits) {
        Tally tally = byTopic.computeIfAbsent(topic, _ -> new Tally());
        tally.of = of;
        tally.hits.putAll(hits);
    }

    public Instant start() {
        return start;
    }

    /// The first moment after it.
    public Instant end() {
        return start.plus(length);
    }

    /// All items.
    public long items() {
        return count(ALL, ALL).of();
    }

    /// [#ALL], and the topics that had items, in the order in which they came.
    public List<String> topics() {
        return List.copyOf(byTopic.keySet());
    }

    /// How many items of a topic have a label.
    public LabelCount count(String topic, String label) {
        Tally tally = byTopic.get(topic);
        return tally == null ? new LabelCount(0, 0) : new LabelCount(tally.hits.getOrDefault(label, 0L), tally.of);
    }
}
