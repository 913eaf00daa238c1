package dev.lathe.serve.watch;

import java.time.Instant;
import java.util.Locale;

/// An alert fires, or does so no longer.
///
/// @param value of the metric at the time
public record AlertChange(AlertRule rule, boolean firing, double value, Instant time) {
    /// One line for people.
    public String line() {
        return String.format(Locale.ROOT, "alert %s %s: %s %.4g, %s %s (%s)", rule.name(), firing ? "firing" : "resolved", rule.metric().word(), value,
                rule.above() ? "above" : "below", rule.bound(), rule.severity());
    }
}
