package dev.lathe.serve.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Looks at the rules every second, in a thread that no request waits for.
public final class AlertLoop implements AutoCloseable {
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lathe-alerts").factory());
    private final Alerts alerts;
    private final Consumer<AlertChange> told;
    private final Consumer<Throwable> mistakes;

    /// @param told of each change
    /// @param mistakes told of failures that are nobody's but ours
    public AlertLoop(Alerts alerts, Consumer<AlertChange> told, Consumer<Throwable> mistakes) {
        this.alerts = alerts;
        this.told = told;
        this.mistakes = mistakes;
        executor.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            alerts.look().forEach(told);
        } catch (RuntimeException mistake) {
            // The executor would drop the rules for ever, without a word.
            mistakes.accept(mistake);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
