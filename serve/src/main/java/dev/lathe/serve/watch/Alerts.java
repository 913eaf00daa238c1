package dev.lathe.serve.watch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/// Rules held against what [Watch] knows. Safe for several threads.
public final class Alerts {
    private static final double P99 = 0.99;

    private final List<AlertRule> rules;
    private final Watch watch;
    private final IntSupplier queue;
    private final InstantSource clock;
    private final Map<String, State> states = new HashMap<>();

    private static final class State {
        private Optional<Instant> beyondSince = Optional.empty();
        private boolean firing;
        private double value;
    }

    /// @param queue how many inputs wait
    public Alerts(List<AlertRule> rules, Watch watch, IntSupplier queue, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.watch = watch;
        this.queue = queue;
        this.clock = clock;
        rules.forEach(rule -> states.put(rule.name(), new State()));
    }

    public List<AlertRule> rules() {
        return rules;
    }

    /// Whether a rule's alert fires.
    public synchronized boolean isFiring(AlertRule rule) {
        return states.get(rule.name()).firing;
    }

    /// Looks at all rules now.
    ///
    /// @return the alerts that fire since this look, and those that do so no longer
    public synchronized List<AlertChange> look() {
        Instant now = clock.instant();
        var changes = new ArrayList<AlertChange>();
        for (AlertRule rule : rules) {
            State state = states.get(rule.name());
            OptionalDouble value = value(rule);
            boolean beyond = value.isPresent() && rule.isBeyond(value.getAsDouble());
            state.value = value.orElse(state.value);
            state.beyondSince = beyond ? Optional.of(state.beyondSince.orElse(now)) : Optional.empty();
            boolean firing = beyond && !now.isBefore(state.beyondSince.orElseThrow().plus(rule.hold()));
            if (firing != state.firing) {
                state.firing = firing;
                changes.add(new AlertChange(rule, firing, state.value, now));
            }
        }
        return changes;
    }

    /// Empty where there is nothing to be said: of no answers, or too few texts.
    private OptionalDouble value(AlertRule rule) {
        Counts counts = watch.within(rule.window());
        String model = rule.model().orElse("");
        return switch (rule.metric()) {
            case LATENCY_P99 -> counts.answers() == 0 ? OptionalDouble.empty() : OptionalDouble.of(counts.latency(P99));
            case ERROR_RATE -> counts.answers() == 0 ? OptionalDouble.empty()
                    : OptionalDouble.of((double) counts.failures() / counts.answers());
            case QUEUE -> OptionalDouble.of(queue.getAsInt());
            case DRIFT -> watch.drift(model).map(report -> OptionalDouble.of(1 - report.pValue())).orElse(OptionalDouble.empty());
            case LABEL_SHARE -> counts.texts(model) == 0 ? OptionalDouble.empty()
                    : OptionalDouble.of((double) counts.labels(model).getOrDefault(rule.label().orElseThrow(), 0L) / counts.texts(model));
        };
    }
}
