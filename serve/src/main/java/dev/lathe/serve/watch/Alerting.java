package dev.lathe.serve.watch;

import dev.lathe.serve.meter.ServeMeters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// Rules at work: looked at every second; changes are a line, a meter and, if asked for, a message to somewhere else.
///
/// @param alerts the rules and whether they fire
public record Alerting(Alerts alerts, AlertLoop loop, Optional<Webhook> webhook) implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// @param queue how many inputs wait
    /// @param mistakes told of failures that are nobody's but ours
    public static Alerting begin(
            Watching watching, Watch watch, IntSupplier queue, ServeMeters meters, Consumer<Throwable> mistakes) {
        var alerts = new Alerts(watching.rules(), watch, queue, InstantSource.system());
        for (AlertRule rule : watching.rules()) {
            meters.gauge("lathe_alert_firing", "rule", rule.name(), () -> alerts.isFiring(rule) ? 1 : 0);
        }
        Optional<Webhook> webhook = watching.webhook().map(address -> new Webhook(address, watching.hosts(), PAUSE, watching.said()));
        var loop = new AlertLoop(alerts, change -> {
            watching.said().accept(change.line());
            webhook.ifPresent(told -> told.tell(change));
        }, mistakes);
        return new Alerting(alerts, loop, webhook);
    }

    @Override
    public void close() {
        loop.close();
        webhook.ifPresent(Webhook::close);
    }
}
