package dev.lathe.serve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lathe.serve.watch.AlertRule.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long MILLI = 1_000_000;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-05T00:00:00Z"));
    private final Watch watch = new Watch(Map.of(), now::get);

    private void wait(int seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    @Test
    void onlyTheWindowCounts() {
        watch.answered(200, 5 * MILLI);
        wait(120);
        watch.answered(503, 5 * MILLI);
        assertEquals(2, watch.within(Duration.ofMinutes(5)).answers());
        assertEquals(1, watch.within(Duration.ofMinutes(1)).answers());
        assertEquals(1, watch.within(Duration.ofMinutes(1)).failures());
        wait(3_600);
        assertEquals(0, watch.within(Watch.LONGEST).answers());
    }

    /// 98 answers of 10 ms and two of a second: the 99th of 100 is a slow one, the 98th is not.
    @Test
    void quantilesAreAtMostATenthTooLarge() {
        for (int i = 0; i < 98; i++) {
            watch.answered(200, 10 * MILLI);
        }
        watch.answered(200, 1_000 * MILLI);
        watch.answered(200, 1_000 * MILLI);
        Counts counts = watch.within(Duration.ofMinutes(1));
        assertTrue(counts.latency(0.99) >= 1 && counts.latency(0.99) <= 1.1, () -> String.valueOf(counts.latency(0.99)));
        assertTrue(counts.latency(0.98) >= 0.01 && counts.latency(0.98) <= 0.011, () -> String.valueOf(counts.latency(0.98)));
        assertEquals(0, new Counts().latency(0.99));
    }

    private static AlertRule rule(Metric metric, boolean above, double bound, int hold) {
        return new AlertRule("r", metric, Optional.empty(), Optional.empty(), above, bound, Duration.ofMinutes(1), Duration.ofSeconds(hold), "page");
    }

    @Test
    void anAlertFiresAfterItsTimeAndResolvesAtOnce() {
        var queue = new AtomicInteger(3);
        AlertRule rule = rule(Metric.QUEUE, true, 2, 10);
        var alerts = new Alerts(List.of(rule), watch, queue::get, now::get);
        assertEquals(List.of(), alerts.look());
        wait(9);
        assertEquals(List.of(), alerts.look());
        wait(1);
        List<AlertChange> changes = alerts.look();
        assertEquals("alert r firing: queue 3.000, above 2.0 (page)", changes.getFirst().line());
        assertTrue(alerts.isFiring(rule));
        assertEquals(List.of(), alerts.look(), "said once");
        queue.set(2);
        assertEquals("alert r resolved: queue 2.000, above 2.0 (page)", alerts.look().getFirst().line());
        // Fine in between: the time begins anew.
        queue.set(5);
        alerts.look();
        wait(5);
        queue.set(0);
        alerts.look();
        queue.set(5);
        wait(6);
        assertEquals(List.of(), alerts.look());
    }

    @Test
    void errorsAndLatencyAreThoseOfTheWindow() {
        var errors = new Alerts(List.of(rule(Metric.ERROR_RATE, true, 0.4, 0)), watch, () -> 0, now::get);
        var latency = new Alerts(List.of(rule(Metric.LATENCY_P99, true, 0.5, 0)), watch, () -> 0, now::get);
        assertEquals(List.of(), errors.look());
        watch.answered(500, 900 * MILLI);
        watch.answered(404, MILLI);
        assertEquals(0.5, errors.look().getFirst().value());
        assertTrue(latency.look().getFirst().firing());
        wait(300);
        assertTrue(!errors.look().getFirst().firing(), "without answers there are no errors");
    }
}
