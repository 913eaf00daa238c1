package dev.lathe.bert.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BatchBoundTest {
    private static final long MILLI = 1_000_000;

    @Test
    void isTheLimitUntilSomethingIsKnown() {
        assertEquals(2048, new BatchBound(2048).size());
    }

    @Test
    void isWhatFiftyMillisecondsAreEnoughFor() {
        var bound = new BatchBound(2048);
        bound.took(1_000, 100 * MILLI);
        assertEquals(500, bound.size());
        bound.took(1_000, 50 * MILLI);
        assertEquals(600, bound.size(), "a fifth of the way to the newest");
    }

    @Test
    void staysBetweenItsLeastAndTheLimit() {
        var slow = new BatchBound(2048);
        slow.took(40, 400 * MILLI);
        assertEquals(256, slow.size());
        var fast = new BatchBound(2048);
        fast.took(2_000, MILLI);
        assertEquals(2048, fast.size());
        var small = new BatchBound(10);
        small.took(1, 1_000 * MILLI);
        assertEquals(10, small.size(), "a limit below the least");
    }
}
