package dev.lathe.bert.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A load by a clock of the test's own.
class WorkersTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final Workers workers = new Workers(1, 3, 0);

    private static long[] calls(int count, long waited) {
        var nanos = new long[count];
        Arrays.fill(nanos, waited);
        return nanos;
    }

    /// A batch of four calls each 25 ms.
    private Optional<String> load(long from, long to, int atWork, long waited) {
        Optional<String> said = Optional.empty();
        for (long now = from; now < to; now += 25 * MILLI) {
            Optional<String> change = workers.begins(Math.min(atWork, workers.count()), now, calls(4, waited));
            said = change.isPresent() ? change : said;
        }
        return said;
    }

    @Test
    void callsThatWaitBringAnotherWorkerFourTimesASecond() {
        assertEquals(Optional.empty(), load(0, 250 * MILLI, 1, 8 * MILLI), "not before a quarter of a second is over");
        assertEquals(Optional.of("2 batches at a time: calls had to wait 8.0 ms on average"), load(250 * MILLI, 275 * MILLI, 1, 8 * MILLI));
        assertEquals(2, workers.count());
        assertEquals(Optional.of("3 batches at a time: calls had to wait 20.0 ms on average"), load(275 * MILLI, 3 * SECOND, 3, 20 * MILLI));
        assertEquals(Optional.empty(), load(3 * SECOND, 9 * SECOND, 3, 500 * MILLI), "no more than the most");
        assertEquals(3, workers.count());
    }

    @Test
    void callsThatDoNotWaitChangeNothing() {
        assertEquals(Optional.empty(), load(0, 100 * SECOND, 1, 5 * MILLI));
        assertEquals(1, workers.count());
    }

    @Test
    void fewCallsAreNoLoad() {
        for (int call = 0; call < 31; call++) {
            assertEquals(Optional.empty(), workers.begins(1, call * SECOND, 900 * MILLI));
        }
        assertEquals(Optional.of("2 batches at a time: calls had to wait 900.0 ms on average"), workers.begins(1, 31 * SECOND, 900 * MILLI));
    }

    @Test
    void aWorkerThatIsNotNeededForHalfAMinuteGoes() {
        load(0, 3 * SECOND, 3, 20 * MILLI);
        assertEquals(3, workers.count());
        assertEquals(Optional.empty(), load(3 * SECOND, 32 * SECOND, 1, 0));
        assertEquals(Optional.of("2 batches at a time: one less was enough for 30 s"), load(32 * SECOND, 34 * SECOND, 1, 0));
        assertEquals(Optional.empty(), load(34 * SECOND, 60 * SECOND, 1, 0), "half a minute for each");
        assertEquals(Optional.of("1 batch at a time: one less was enough for 30 s"), load(60 * SECOND, 70 * SECOND, 1, 0));
        assertEquals(Optional.empty(), load(70 * SECOND, 200 * SECOND, 1, 0), "no fewer than the least");
        assertEquals(1, workers.count());
    }

    @Test
    void workersThatAreAllNeededNowAndThenStay() {
        load(0, 3 * SECOND, 3, 20 * MILLI);
        for (int time = 3; time < 200; time += 20) {
            assertEquals(Optional.empty(), load(time * SECOND, (time + 19) * SECOND, 1, 0));
            assertEquals(Optional.empty(), load((time + 19) * SECOND, (time + 20) * SECOND, 3, 0));
        }
        assertEquals(3, workers.count());
    }

    @Test
    void boundsThatDoNotFitAreRefused() {
        assertEquals("workers 0..2: needs at least 1, and the second no less than the first",
                assertThrows(IllegalArgumentException.class, () -> CallOptions.USUAL.withWorkers(0, 2)).getMessage());
        assertEquals("workers 3..2: needs at least 1, and the second no less than the first",
                assertThrows(IllegalArgumentException.class, () -> CallOptions.USUAL.withWorkers(3, 2)).getMessage());
    }
}
