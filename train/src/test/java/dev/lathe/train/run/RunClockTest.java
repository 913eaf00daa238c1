package dev.lathe.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunClockTest {
    private static final long LARGE = 16L << 20;

    private final AtomicLong now = new AtomicLong(-70);
    private final RunClock clock = new RunClock(RunCost.NONE, now::get);

    private void save(long nanoseconds) {
        long begun = clock.now();
        now.addAndGet(nanoseconds);
        clock.saved(begun);
    }

    @Test
    void checkpointsOfShortEpochsTakeATenthOfTheTime() {
        assertTrue(clock.isSavingDue(LARGE), "the first tells how long one takes");
        save(5);
        now.addAndGet(49);
        assertFalse(clock.isSavingDue(LARGE));
        assertTrue(clock.isSavingDue(LARGE - 1), "small ones are always worth it");
        now.addAndGet(1);
        assertTrue(clock.isSavingDue(LARGE));
        save(7);
        now.addAndGet(69);
        assertFalse(clock.isSavingDue(LARGE));
    }

    @Test
    void costsAreAddedUp() {
        save(5);
        save(7);
        long begun = clock.now();
        now.addAndGet(100);
        clock.evaluated(begun);
        assertEquals(Duration.ofNanos(12), clock.cost().savingTime());
        assertEquals(Duration.ofNanos(100), clock.cost().evaluationTime());
        assertEquals(Duration.ofNanos(112), clock.cost().time());
    }
}
