package dev.lathe.serve.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServeMetersTest {
    private static final long MILLI = 1_000_000;
    private static final Pattern BUCKET = Pattern.compile("te_request_queue_duration_bucket\\{le=\"([0-9.E-]+)\"} ([0-9]+)");

    @Test
    void countsADurationInTheNarrowestBucketThatHoldsIt() {
        try (var meters = new ServeMeters()) {
            meters.begins(12, 20 * MILLI, 3 * MILLI, 700 * MILLI, 0);
            assertEquals(1, within(meters.text(), 0.002), "the call that did not wait");
            assertEquals(2, within(meters.text(), 0.0045), "and that of 3 ms");
            assertEquals(2, within(meters.text(), 0.015), "below 20 ms");
            assertEquals(3, within(meters.text(), 0.023), "and that of 20 ms");
            assertEquals(3, within(meters.text(), 0.6), "below 700 ms");
            assertEquals(4, within(meters.text(), 0.9), "all");
            assertEquals("0.723", meters.text().replaceAll("(?s).*\nte_request_queue_duration_sum ([0-9.]{5}).*", "$1"));
        }
    }

    /// How many durations the largest bucket of at most so many seconds holds.
    private static long within(String text, double seconds) {
        return BUCKET.matcher(text).results().filter(bucket -> Double.parseDouble(bucket.group(1)) <= seconds)
                .mapToLong(bucket -> Long.parseLong(bucket.group(2))).max().orElseThrow();
    }
}
