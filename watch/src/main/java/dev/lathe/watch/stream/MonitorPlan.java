package dev.lathe.watch.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// What is watched, and how.
///
/// @param window how long items are counted together; windows begin at its multiples since 1970 in UTC
/// @param baseline how many windows before it a window is compared with, at most; [#LEARNT] at least
/// @param rules when a share is an alarm
/// @param labels that the model gives
/// @param topics that another model gives, each watched for itself and all together; may be empty
public record MonitorPlan(Duration window, int baseline, List<ShareRule> rules, List<String> labels, List<String> topics) {
    /// So many windows are learnt before one is judged.
    public static final int LEARNT = 6;

    private static final int MOST = 10_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /// @throws IllegalArgumentException if a size is out of range, or a rule is given twice or is for a label that there is not
    public MonitorPlan {
        rules = List.copyOf(rules);
        labels = List.copyOf(labels);
        topics = List.copyOf(topics);
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("window %s: must be 1s to 366d".formatted(window));
        }
        if (baseline < LEARNT || baseline > MOST) {
            throw new IllegalArgumentException("baseline %d: must be %d to %d windows".formatted(baseline, LEARNT, MOST));
        }
        var seen = new HashSet<String>();
        for (ShareRule rule : rules) {
            if (!labels.contains(rule.label())) {
                throw new IllegalArgumentException("alert %s: no label '%s'; there is %s".formatted(rule, rule.label(), String.join(", ", labels)));
            }
            if (!seen.add(rule.toString())) {
                throw new IllegalArgumentException("alert %s: given twice".formatted(rule));
            }
        }
    }

    /// How many shares a rule looks at in each window: that of all items, and that of each topic.
    public int looks() {
        return topics.size() + 1;
    }

    /// From which probability on a look is an alarm: a rule's, shared among its looks, so that all of a window's together keep to it.
    /// (Bonferroni's bound; O. J. Dunn, *Multiple comparisons among means*, 1961.)
    double alpha(ShareRule rule) {
        return rule.falseAlarms() / looks();
    }
}
