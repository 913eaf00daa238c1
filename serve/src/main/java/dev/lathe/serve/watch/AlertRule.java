package dev.lathe.serve.watch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// When an alert fires.
///
/// @param name unique among the rules
/// @param metric what is looked at
/// @param model whose label or drift it is; empty for the others
/// @param label whose share it is; empty for the others
/// @param above whether more than the bound is bad, else less
/// @param bound in the metric's unit
/// @param window of time that is looked at, up to now
/// @param hold how long it must have been bad before the alert fires
/// @param severity any word, passed on
public record AlertRule(String name, Metric metric, Optional<String> model, Optional<String> label, boolean above, double bound,
        Duration window, Duration hold, String severity) {

    /// What rules can look at.
    public enum Metric {
        /// Seconds that 99 of 100 answers took at most.
        LATENCY_P99,
        /// The share of answers with a status of 500 or more.
        ERROR_RATE,
        /// Inputs that wait for models now.
        QUEUE,
        /// One less the p-value of all drift tests together: above 0.99 is drift at the level of 0.01.
        DRIFT,
        /// The share of a label among a model's texts.
        LABEL_SHARE;

        /// As files have it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isOfModel() {
            return this == DRIFT || this == LABEL_SHARE;
        }
    }

    /// Whether a value is beyond the bound.
    boolean isBeyond(double value) {
        return above ? value > bound : value < bound;
    }
}
