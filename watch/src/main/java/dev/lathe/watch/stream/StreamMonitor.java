package dev.lathe.watch.stream;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts labels a window, and compares each window, when it is over, with those before it.
///
/// A window is looked at once: looking after each item would find something sooner or later whatever the bound. So a rule's probability is
/// one a window, and an unchanged stream has its first false alarm after `1 / falseAlarms` windows on average, or later. A window that was
/// an alarm is not learnt from: a surge that stays keeps its alarm.
///
/// Not safe for several threads.
public final class StreamMonitor {
    private final MonitorPlan plan;
    private final Map<Series, Deque<LabelCount>> baselines = new LinkedHashMap<>();
    private @Nullable WindowCounts open;
    private long items;
    private long late;

    /// What a rule looks at.
    record Series(ShareRule rule, String topic) {}

    public StreamMonitor(MonitorPlan plan) {
        this.plan = plan;
    }

    public MonitorPlan plan() {
        return plan;
    }

    /// Adds an item. One of a window that is over is counted as late, and is nothing more.
    ///
    /// @param labels that it has: one, or any number
    /// @param topics that it has; none, where nobody asks for topics
    /// @return the window that is over as a later one has begun
    public Optional<ClosedWindow> add(Instant time, Collection<String> labels, Collection<String> topics) {
        WindowCounts current = open;
        if (current != null && time.isBefore(current.start())) {
            late++;
            return Optional.empty();
        }
        Optional<ClosedWindow> closed = passed(time);
        items++;
        if (open == null) {
            open = WindowCounts.at(time, plan.window());
        }
        open.add(labels, topics);
        return closed;
    }

    /// Time has passed.
    ///
    /// @return the window that is over
    public Optional<ClosedWindow> passed(Instant now) {
        WindowCounts current = open;
        return current == null || now.isBefore(current.end()) ? Optional.empty() : finish();
    }

    /// The open window is over, whatever the time.
    public Optional<ClosedWindow> finish() {
        WindowCounts current = open;
        if (current == null) {
            return Optional.empty();
        }
        open = null;
        var surges = new ArrayList<Surge>();
        for (String topic : current.topics()) {
            for (ShareRule rule : plan.rules()) {
                judged(rule, topic, current.count(topic, rule.label())).ifPresent(surges::add);
            }
        }
        return Optional.of(new ClosedWindow(current, surges));
    }

    private Optional<Surge> judged(ShareRule rule, String topic, LabelCount window) {
        Deque<LabelCount> baseline = baselines.computeIfAbsent(new Series(rule, topic), _ -> new ArrayDeque<>());
        if (baseline.size() >= MonitorPlan.LEARNT) {
            var before = List.copyOf(baseline);
            ShareTest test = rule.test(window, before);
            if (test.exceeds(plan.alpha(rule))) {
                return Optional.of(new Surge(rule, topic, window, before.stream().reduce(new LabelCount(0, 0), LabelCount::plus), test));
            }
        }
        learn(baseline, window);
        return Optional.empty();
    }

    private void learn(Deque<LabelCount> baseline, LabelCount window) {
        baseline.addLast(window);
        if (baseline.size() > plan.baseline()) {
            baseline.removeFirst();
        }
    }

    /// The window that is not over yet, if it has items.
    public Optional<WindowCounts> open() {
        return Optional.ofNullable(open);
    }

    /// Items that were counted.
    public long items() {
        return items;
    }

    /// Items that came after their window was over.
    public long late() {
        return late;
    }

    Map<Series, Deque<LabelCount>> baselines() {
        return baselines;
    }

    void restore(long counted, long tooLate, @Nullable WindowCounts window) {
        items = counted;
        late = tooLate;
        open = window;
    }

    void restore(Series series, List<LabelCount> baseline) {
        baselines.put(series, new ArrayDeque<>(baseline));
    }
}
